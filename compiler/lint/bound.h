// How many messages a journey can send to one customer within a time.
#ifndef W_LINT_BOUND_H
#define W_LINT_BOUND_H

#include "compiler/lint/paths.h"

/// There is no bound: as many as there are events.
#define W_NO_BOUND UINT64_MAX

/// Of some sends of a journey the most that can fall into a window of each of those lengths
/// (ascending), whatever happens. A window is open at one end: two sends that are exactly so far
/// apart are not in one.
void w_lint_bound(WLinter *lint, const WPaths *paths, const bool *sites, const int64_t *windows_ms,
                  uint32_t window_count, uint64_t *most);

#endif
