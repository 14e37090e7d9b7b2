#include "ICUCollation.h"
