// Hashes: xxHash (XXH3) for tables, ids and chance; SHA-256 for what must be told from forgeries.
#ifndef W_BASE_HASH_H
#define W_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/// XXH3, 64 bits, seed 0. Part of stored formats: never change it.
uint64_t w_hash64(const void *bytes, size_t size_bytes);

typedef struct WHash128 {
    uint64_t low;
    uint64_t high;
} WHash128;

/// XXH3, 128 bits, seed 0. Part of stored formats and action ids: never change it.
WHash128 w_hash128(const void *bytes, size_t size_bytes);

/// The same 128 bits over bytes that come in pieces. Copying the struct copies where it stands.
typedef struct WHashStream {
    _Alignas(64) unsigned char state[640];
} WHashStream;
void w_hash_stream_begin(WHashStream *stream);
void w_hash_stream_add(WHashStream *stream, const void *bytes, size_t size_bytes);
/// The hash of all that was added so far; more may be added.
WHash128 w_hash_stream_end(const WHashStream *stream);

/// SHA-256 (OpenSSL).
void w_sha256(const void *bytes, size_t size_bytes, uint8_t digest[32]);

#endif
