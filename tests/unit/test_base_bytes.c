// Byte strings: order, buffers, and the reader at the edges of what it reads.
#include "runtime/base/bytes.h"
#include "tests/unit/test.h"

static WReader reader_of(const WBuffer *buffer) {
    const uint8_t *bytes = (const uint8_t *)buffer->bytes;
    return (WReader){bytes, bytes + buffer->size, false};
}

TEST(bytes_order_is_by_byte_then_by_length) {
    CHECK(w_str_compare(W_STR("a"), W_STR("b")) < 0);
    CHECK(w_str_compare(W_STR("ab"), W_STR("a")) > 0);
    CHECK(w_str_compare(W_STR("\xff"), W_STR("a")) > 0);
    CHECK(w_str_compare((WStr){NULL, 0}, W_STR("")) == 0);
    CHECK(w_str_equal((WStr){NULL, 0}, W_STR("")));
    CHECK(!w_str_equal(W_STR("a"), W_STR("b")));
}

TEST(bytes_printf_takes_texts_longer_than_its_first_try) {
    WBuffer buffer = {0};
    w_buffer_printf(&buffer, "%0300d|%s", 7, "end");
    CHECK(buffer.size == 304);
    CHECK(memcmp(buffer.bytes + 299, "7|end", 5) == 0);
    w_buffer_free(&buffer);
    CHECK(buffer.bytes == NULL && buffer.size == 0);
}

TEST(bytes_printf_is_right_at_the_edge_of_its_first_try) {
    for (int width = 126; width < 130; width++) {
        WBuffer buffer = {0};
        w_buffer_printf(&buffer, "%0*d", width, 1);
        CHECK(buffer.size == (size_t)width);
        CHECK(buffer.bytes[width - 1] == '1');
        w_buffer_free(&buffer);
    }
}

TEST(bytes_numbers_are_little_endian) {
    WBuffer buffer = {0};
    w_buffer_u32(&buffer, 0x01020304);
    w_buffer_u64(&buffer, 0x0102030405060708);
    CHECK(memcmp(buffer.bytes, "\4\3\2\1\10\7\6\5\4\3\2\1", 12) == 0);
    WReader reader = reader_of(&buffer);
    CHECK(w_reader_u32(&reader) == 0x01020304);
    CHECK(w_reader_u64(&reader) == 0x0102030405060708);
    CHECK(!reader.failed && reader.at == reader.end);
    w_buffer_free(&buffer);
}

TEST(bytes_varint_returns_what_was_written) {
    const uint64_t values[] = {0,         1, 127, 128, 16383, 16384, UINT32_MAX, UINT64_MAX - 1,
                               UINT64_MAX};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        WBuffer buffer = {0};
        w_buffer_varint(&buffer, values[i]);
        WReader reader = reader_of(&buffer);
        CHECK(w_reader_varint(&reader) == values[i]);
        CHECK(!reader.failed && reader.at == reader.end);
        w_buffer_free(&buffer);
    }
}

static bool varint_is_refused(const char *bytes, size_t size_bytes) {
    const uint8_t *at = (const uint8_t *)bytes;
    WReader reader = {at, at + size_bytes, false};
    return w_reader_varint(&reader) == 0 && reader.failed;
}

TEST(bytes_varint_has_one_encoding_a_number) {
    CHECK(varint_is_refused("", 0));
    CHECK(varint_is_refused("\x80", 1));
    CHECK(varint_is_refused("\x80\x00", 2));
    CHECK(varint_is_refused("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 10));
    CHECK(varint_is_refused("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 11));
}

TEST(bytes_reader_stays_failed) {
    const uint8_t bytes[] = {1, 2, 3, 4, 5};
    WReader reader = {bytes, bytes + sizeof bytes, false};
    CHECK(w_reader_u64(&reader) == 0 && reader.failed);
    CHECK(reader.at == bytes);
    CHECK(w_reader_u32(&reader) == 0);
    CHECK(w_reader_varint(&reader) == 0);
    CHECK(w_reader_bytes(&reader, 1).size == 0);
    CHECK(reader.at == bytes);
}

TEST(bytes_reader_gives_views) {
    const uint8_t bytes[] = "abc";
    WReader reader = {bytes, bytes + 3, false};
    CHECK(w_str_equal(w_reader_bytes(&reader, 3), W_STR("abc")));
    CHECK(w_reader_bytes(&reader, 0).size == 0 && !reader.failed);
    CHECK(w_reader_bytes(&reader, 1).size == 0 && reader.failed);
}
