// What policies bind: which sends a scope covers, and which of those can be made to wait.
#ifndef W_BUNDLE_SCOPE_H
#define W_BUNDLE_SCOPE_H

#include <stdbool.h>

#include "runtime/bundle/bundle.h"

/// Does a policy with this scope bind the send?
bool w_scope_binds(const WBundle *bundle, const WScope *scope, const WSiteRow *site);

/// Do quiet hours bind the send?
bool w_quiet_binds(const WBundle *bundle, const WQuietRow *quiet, const WSiteRow *site);

/// Can some policy make this send wait? Then it has a point to stand at.
bool w_site_may_wait(const WBundle *bundle, const WSiteRow *site);

#endif
