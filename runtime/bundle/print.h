// Pieces of a bundle as a person reads them; shared by the description and the disassembly.
#ifndef W_BUNDLE_PRINT_H
#define W_BUNDLE_PRINT_H

#include "runtime/bundle/bundle.h"

/// The text as it is, or in quotes with what cannot be seen escaped.
void w_print_text(const WBundle *bundle, uint32_t text, WBuffer *out);
void w_print_quoted(const WBundle *bundle, uint32_t text, WBuffer *out);
/// `list of text`, `one of ["a", "b"]?`.
void w_print_type(const WBundle *bundle, WType type, WBuffer *out);
/// As scripts write it: `12.5`, `"a"`, `2d`, `09:00`.
void w_print_constant(const WBundle *bundle, uint32_t constant, WBuffer *out);
void w_print_duration(int64_t length_ms, WBuffer *out);
/// `sum(purchase.total within 30d)`.
void w_print_use(const WBundle *bundle, uint32_t use, WBuffer *out);
/// Name of the event's field in that slot, or in that history slot.
uint32_t w_slot_name(const WBundle *bundle, uint32_t event, uint32_t slot, bool of_history);

/// The instructions of every function.
void w_disassemble(const WBundle *bundle, WBuffer *out);

#endif
