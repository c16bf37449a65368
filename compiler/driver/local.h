// What in a project goes by local time.
#ifndef W_DRIVER_LOCAL_H
#define W_DRIVER_LOCAL_H

#include "compiler/driver/compilation.h"
#include "wend/tests.h"

typedef struct WLocals {
    wend_local *rows;
    size_t count;
    size_t room;
} WLocals;

/// Find them; texts live in the arena. Free `rows` with w_free.
void w_locals_find(WLocals *locals, const wend_compilation *compilation, WArena *arena);

#endif
