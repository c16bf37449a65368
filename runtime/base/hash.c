// Hashes, from the libraries that are known for them.
#include "runtime/base/hash.h"

#include <openssl/sha.h>
#define XXH_STATIC_LINKING_ONLY // for the size of a state
#include <xxhash.h>

_Static_assert(sizeof(XXH3_state_t) <= sizeof(WHashStream), "room for a state");
_Static_assert(_Alignof(XXH3_state_t) <= _Alignof(WHashStream), "and its alignment");

uint64_t w_hash64(const void *bytes, size_t size_bytes) {
    return XXH3_64bits(bytes, size_bytes);
}

WHash128 w_hash128(const void *bytes, size_t size_bytes) {
    XXH128_hash_t hash = XXH3_128bits(bytes, size_bytes);
    return (WHash128){.low = hash.low64, .high = hash.high64};
}

void w_hash_stream_begin(WHashStream *stream) {
    XXH3_state_t *state = (XXH3_state_t *)(void *)stream->state;
    XXH3_INITSTATE(state);
    XXH3_128bits_reset(state);
}

void w_hash_stream_add(WHashStream *stream, const void *bytes, size_t size_bytes) {
    XXH3_128bits_update((XXH3_state_t *)(void *)stream->state, bytes, size_bytes);
}

WHash128 w_hash_stream_end(const WHashStream *stream) {
    XXH128_hash_t hash = XXH3_128bits_digest((const XXH3_state_t *)(const void *)stream->state);
    return (WHash128){.low = hash.low64, .high = hash.high64};
}

void w_sha256(const void *bytes, size_t size_bytes, uint8_t digest[32]) {
    SHA256(bytes, size_bytes, digest);
}
