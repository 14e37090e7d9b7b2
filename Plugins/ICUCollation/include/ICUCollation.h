// SPDX-License-Identifier: Apache-2.0
// ICU gives its functions names that hold its version, by macros that Swift cannot see; these are plain functions.
#pragma once
#include <stdint.h>

/// A collator of a locale; null if ICU has none. Used by one thread at a time.
typedef struct trellis_collator trellis_collator;

trellis_collator *trellis_collator_open(const char *locale);

/// Writes the sort key of a text into a buffer, without a zero at its end, and returns its whole length.
int32_t trellis_collator_sort_key(
    trellis_collator *collator, const uint16_t *text, int32_t length, uint8_t *buffer, int32_t capacity);
