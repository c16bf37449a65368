// Hashes, from the libraries that are known for them.
#include "runtime/base/hash.h"

#include <openssl/sha.h>
#include <xxhash.h>

uint64_t w_hash64(const void *bytes, size_t size_bytes) {
    return XXH3_64bits(bytes, size_bytes);
}

WHash128 w_hash128(const void *bytes, size_t size_bytes) {
    XXH128_hash_t hash = XXH3_128bits(bytes, size_bytes);
    return (WHash128){.low = hash.low64, .high = hash.high64};
}

void w_sha256(const void *bytes, size_t size_bytes, uint8_t digest[32]) {
    SHA256(bytes, size_bytes, digest);
}
