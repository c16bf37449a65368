// Byte strings: views of bytes owned elsewhere, and a growing buffer.
#ifndef W_BASE_BYTES_H
#define W_BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A view of bytes; owns nothing, holds no terminator.
typedef struct WStr {
    const char *bytes;
    size_t size;
} WStr;

#define W_STR(literal) ((WStr){(literal), sizeof(literal) - 1})
/// For printf: printf("%.*s", W_STR_ARGS(s)).
#define W_STR_ARGS(str) (int)(str).size, (str).bytes

WStr w_str(const char *terminated);
bool w_str_equal(WStr a, WStr b);
/// Order by bytes, the shorter first among equals: below, at or above zero.
int w_str_compare(WStr a, WStr b);

/// A growing buffer; all zero is a valid empty one. `bytes` is not terminated.
typedef struct WBuffer {
    char *bytes;
    size_t size;
    size_t room;
} WBuffer;

void w_buffer_append(WBuffer *buffer, const void *bytes, size_t size_bytes);
void w_buffer_str(WBuffer *buffer, WStr str);
void w_buffer_char(WBuffer *buffer, char c);
void w_buffer_printf(WBuffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/// Little-endian, whatever the machine.
void w_buffer_u32(WBuffer *buffer, uint32_t value);
void w_buffer_u64(WBuffer *buffer, uint64_t value);
/// LEB128, seven bits a byte, lowest first (1 to 10 bytes).
void w_buffer_varint(WBuffer *buffer, uint64_t value);
/// Room for `size_bytes` more behind the content; returns where to write, does not change the
/// size.
char *w_buffer_reserve(WBuffer *buffer, size_t size_bytes);
void w_buffer_clear(WBuffer *buffer);
void w_buffer_free(WBuffer *buffer);

/// Reads bytes that may come from anywhere: after a read past the end `failed` is set, every read
/// answers zero, and nothing is touched any more.
typedef struct WReader {
    const uint8_t *at;
    const uint8_t *end;
    bool failed;
} WReader;

uint32_t w_reader_u32(WReader *reader);
uint64_t w_reader_u64(WReader *reader);
uint64_t w_reader_varint(WReader *reader);
/// A view of the next `size_bytes`; empty and failed when there are fewer.
WStr w_reader_bytes(WReader *reader, size_t size_bytes);

#endif
