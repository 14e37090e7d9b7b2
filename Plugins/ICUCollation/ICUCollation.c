// SPDX-License-Identifier: Apache-2.0
#include "ICUCollation.h"

#include <unicode/ucol.h>

trellis_collator *trellis_collator_open(const char *locale) {
    UErrorCode status = U_ZERO_ERROR;
    UCollator *collator = ucol_open(locale, &status);
    return U_FAILURE(status) ? 0 : (trellis_collator *)collator;
}

int32_t trellis_collator_sort_key(
    trellis_collator *collator, const uint16_t *text, int32_t length, uint8_t *buffer, int32_t capacity) {
    int32_t count = ucol_getSortKey((UCollator *)collator, (const UChar *)text, length, buffer, capacity);
    return count > 0 ? count - 1 : 0;
}
