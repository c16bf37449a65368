// Spacing: what stands between two pieces on one line.
#ifndef W_FORMAT_SPACING_H
#define W_FORMAT_SPACING_H

#include "compiler/format/pieces.h"

/// Whether a piece of that kind can end an operand, so that a `-` behind it subtracts.
bool w_format_is_operand(uint16_t kind);

/// The columns in front of pieces[at], which is not the first one: 0 or 1.
uint8_t w_format_space(const WPiece *pieces, uint32_t at);

#endif
