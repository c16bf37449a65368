// Words of scripts, for what people read about them.
#ifndef W_DRIVER_WORDS_H
#define W_DRIVER_WORDS_H

#include "compiler/driver/compilation.h"

/// A text with a NUL behind it.
const char *w_words_kept(WArena *arena, WStr text);
/// All words of a place, with one blank where the script has any or a line break.
const char *w_words_of(const wend_compilation *compilation, WSpan span, WArena *arena);
/// The head of a statement: up to the block or the params it opens, or to the end of its line.
const char *w_words_of_head(const wend_compilation *compilation, WSpan span, WArena *arena);

#endif
