// Marks: what bundles made for coverage have beside all others.

#include "compiler/emit/emitter.h"

#include "runtime/base/alloc.h"

void w_emit_mark(WEmitter *emitter, const WFlow *flow, WMarkKind kind, WSpan span,
                 const WAct *first) {
    WMarks *marks = emitter->marks;
    if (marks == NULL) return;
    uint32_t row = w_add_marks(&emitter->tables, (WMarkRow){flow->first_stage + emitter->stage});
    marks->items = w_grow(marks->items, &marks->room, marks->count + 1, sizeof *marks->items);
    marks->items[marks->count++] = (WMark){
        .kind = kind,
        .journey = flow->row,
        .stage = emitter->stage,
        .span = span,
        .place = first == NULL ? span : first->span,
    };
    w_asm_index(&emitter->assembler, W_OP_MARK, 0, row);
}
