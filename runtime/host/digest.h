// Effects as bytes without any choice in them, so that two runs over the same inputs can be
// compared.
#ifndef W_HOST_DIGEST_H
#define W_HOST_DIGEST_H

#include "runtime/bundle/bundle.h"
#include "runtime/vm/turn.h"

/// Version of the rules by which inputs become effects; goes up whenever the same inputs could
/// have other effects. A journal is run again only under the version that wrote it.
#define W_ENGINE_VERSION 1

/// Append what an effect says. Part of stored digests: changes only with W_ENGINE_VERSION.
void w_digest_effect(WBuffer *out, const WBundle *bundle, const WEffect *effect);

#endif
