// Byte strings: views, the growing buffer, and the reader that cannot run over.
//
// Premise: what a reader reads may be hostile; what is appended to a buffer is ours.
// Promise: stored numbers are little-endian on every machine, and a number has one encoding only:
// a varint with needless bytes or more than 64 bits is refused.
#include "runtime/base/bytes.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"

WStr w_str(const char *terminated) {
    return (WStr){terminated, strlen(terminated)};
}

bool w_str_equal(WStr a, WStr b) {
    return a.size == b.size && (a.size == 0 || memcmp(a.bytes, b.bytes, a.size) == 0);
}

int w_str_compare(WStr a, WStr b) {
    size_t shared = a.size < b.size ? a.size : b.size;
    int order = shared ? memcmp(a.bytes, b.bytes, shared) : 0;
    return order ? order : (a.size > b.size) - (a.size < b.size);
}

char *w_buffer_reserve(WBuffer *buffer, size_t size_bytes) {
    W_ASSERT(size_bytes <= SIZE_MAX / 2 - buffer->size);
    buffer->bytes = w_grow(buffer->bytes, &buffer->room, buffer->size + size_bytes, 1);
    return buffer->bytes ? buffer->bytes + buffer->size : NULL;
}

void w_buffer_append(WBuffer *buffer, const void *bytes, size_t size_bytes) {
    if (size_bytes == 0) return;
    memcpy(w_buffer_reserve(buffer, size_bytes), bytes, size_bytes);
    buffer->size += size_bytes;
}

void w_buffer_str(WBuffer *buffer, WStr str) {
    w_buffer_append(buffer, str.bytes, str.size);
}

void w_buffer_char(WBuffer *buffer, char c) {
    w_buffer_append(buffer, &c, 1);
}

// The first try usually fits; a longer text is measured by it and written by the second.
void w_buffer_printf(WBuffer *buffer, const char *format, ...) {
    size_t room_bytes = 128;
    for (int tries = 0; tries < 2; tries++) {
        va_list args;
        va_start(args, format);
        int written = vsnprintf(w_buffer_reserve(buffer, room_bytes), room_bytes, format, args);
        va_end(args);
        W_ASSERT(written >= 0);
        if ((size_t)written < room_bytes) {
            buffer->size += (size_t)written;
            return;
        }
        room_bytes = (size_t)written + 1;
    }
    W_ASSERT(false); // the second try has room
}

static void append_little_endian(WBuffer *buffer, uint64_t value, size_t size_bytes) {
    char *to = w_buffer_reserve(buffer, size_bytes);
    for (size_t i = 0; i < size_bytes; i++)
        to[i] = (char)(uint8_t)(value >> (8 * i));
    buffer->size += size_bytes;
}

void w_buffer_u32(WBuffer *buffer, uint32_t value) {
    append_little_endian(buffer, value, sizeof value);
}

void w_buffer_u64(WBuffer *buffer, uint64_t value) {
    append_little_endian(buffer, value, sizeof value);
}

void w_buffer_varint(WBuffer *buffer, uint64_t value) {
    while (value >= 0x80) {
        w_buffer_char(buffer, (char)(uint8_t)(value | 0x80));
        value >>= 7;
    }
    w_buffer_char(buffer, (char)(uint8_t)value);
}

void w_buffer_clear(WBuffer *buffer) {
    buffer->size = 0;
}

void w_buffer_free(WBuffer *buffer) {
    w_free(buffer->bytes);
    *buffer = (WBuffer){0};
}

static uint64_t fail(WReader *reader) {
    reader->failed = true;
    return 0;
}

WStr w_reader_bytes(WReader *reader, size_t size_bytes) {
    if (reader->failed || size_bytes > (size_t)(reader->end - reader->at)) {
        fail(reader);
        return (WStr){NULL, 0};
    }
    WStr view = {(const char *)reader->at, size_bytes};
    if (size_bytes) reader->at += size_bytes;
    return view;
}

static uint64_t read_little_endian(WReader *reader, size_t size_bytes) {
    WStr view = w_reader_bytes(reader, size_bytes);
    uint64_t value = 0;
    for (size_t i = 0; i < view.size; i++)
        value |= (uint64_t)(uint8_t)view.bytes[i] << (8 * i);
    return value;
}

uint32_t w_reader_u32(WReader *reader) {
    return (uint32_t)read_little_endian(reader, sizeof(uint32_t));
}

uint64_t w_reader_u64(WReader *reader) {
    return read_little_endian(reader, sizeof(uint64_t));
}

uint64_t w_reader_varint(WReader *reader) {
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (reader->failed || reader->at == reader->end) return fail(reader);
        uint8_t byte = *reader->at++;
        if (shift == 63 && byte > 1) return fail(reader);
        if (shift > 0 && byte == 0) return fail(reader);
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) return value;
    }
    return fail(reader);
}
