// Alignment of what was put into lines.
#ifndef W_FORMAT_ALIGN_H
#define W_FORMAT_ALIGN_H

#include "compiler/format/lines.h"

/// Give the cells of all rows their pads.
void w_align_cells(WLines *lines);

/// Give all comments behind code their columns; the widths of lines are known.
void w_align_comments(WLines *lines);

#endif
