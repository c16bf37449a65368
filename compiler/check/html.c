// Reading HTML, as far as escaping is concerned.

#include "compiler/check/html.h"

#include <string.h>

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool starts_with(WStr text, size_t at, const char *word) {
    size_t size = strlen(word);
    if (text.size - at < size) return false;
    for (size_t i = 0; i < size; i++) {
        if (lower(text.bytes[at + i]) != word[i]) return false;
    }
    return true;
}

static bool is_called(const char *name, uint32_t size, const char *word) {
    return size == strlen(word) && memcmp(name, word, size) == 0;
}

static void add_to_name(char *name, uint32_t *size, char c) {
    if (*size < W_HTML_NAME_CHARS) name[*size] = lower(c);
    (*size)++;
}

// ---- places

// Behind the `>` of a tag.
static void end_tag(WHtml *html) {
    html->place = W_HTML_TEXT;
    if (is_called(html->tag, html->tag_size, "script")) html->place = W_HTML_SCRIPT;
    if (is_called(html->tag, html->tag_size, "style")) html->place = W_HTML_STYLE;
}

static void begin_attribute(WHtml *html, char c) {
    if (!html->in_name) html->attribute_size = 0;
    html->in_name = true;
    add_to_name(html->attribute, &html->attribute_size, c);
}

static void read_in_tag(WHtml *html, char c) {
    if (c == '>') {
        end_tag(html);
    } else if (c == '=' && html->attribute_size > 0) {
        html->place = W_HTML_EQUALS;
        html->in_name = false;
    } else if (is_blank(c) || c == '/') {
        html->in_name = false;
    } else {
        begin_attribute(html, c);
    }
}

static void read_tag_name(WHtml *html, char c) {
    if (is_blank(c) || (c == '/' && html->tag_size > 0)) {
        html->place = W_HTML_TAG;
    } else if (c == '>') {
        end_tag(html);
    } else {
        add_to_name(html->tag, &html->tag_size, c);
    }
}

static void read_equals(WHtml *html, char c) {
    html->is_begun = false;
    if (is_blank(c)) return;
    html->place = c == '"' ? W_HTML_DOUBLE : c == '\'' ? W_HTML_SINGLE : W_HTML_UNQUOTED;
    if (c == '>') end_tag(html);
}

// The value of an attribute ends, and the attribute with it.
static void end_value(WHtml *html) {
    html->place = W_HTML_TAG;
    html->attribute_size = 0;
    html->in_name = false;
}

static void read_value(WHtml *html, char c) {
    bool is_end = (html->place == W_HTML_DOUBLE && c == '"') ||
                  (html->place == W_HTML_SINGLE && c == '\'') ||
                  (html->place == W_HTML_UNQUOTED && is_blank(c));
    if (is_end)
        end_value(html);
    else if (html->place == W_HTML_UNQUOTED && c == '>')
        end_tag(html);
    else if (!is_blank(c))
        html->is_begun = true;
}

// `<` opens a tag before a letter, `/`, `!` or `?`, and stands for itself otherwise. At the very
// end of a piece an interpolation follows, which is then the tag's name.
static void open_tag(WHtml *html, WStr text, size_t at) {
    bool is_last = at + 1 == text.size;
    char next = is_last ? 'a' : lower(text.bytes[at + 1]);
    bool opens = (next >= 'a' && next <= 'z') || next == '/' || next == '!' || next == '?';
    if (!opens) return;
    html->place = starts_with(text, at, "<!--") ? W_HTML_COMMENT : W_HTML_TAG_NAME;
    html->tag_size = html->attribute_size = 0;
    html->in_name = false;
}

static void read_raw(WHtml *html, WStr text, size_t at, const char *end) {
    if (!starts_with(text, at, end)) return;
    html->place = W_HTML_TAG_NAME;
    html->tag_size = html->attribute_size = 0;
}

void w_html_read(WHtml *html, WStr text) {
    for (size_t at = 0; at < text.size; at++) {
        char c = text.bytes[at];
        switch (html->place) {
        case W_HTML_TEXT:
            if (c == '<') open_tag(html, text, at);
            break;
        case W_HTML_COMMENT:
            if (starts_with(text, at, "-->") || starts_with(text, at, "--!>"))
                html->place = W_HTML_TEXT;
            break;
        case W_HTML_SCRIPT: read_raw(html, text, at, "</script"); break;
        case W_HTML_STYLE: read_raw(html, text, at, "</style"); break;
        case W_HTML_TAG_NAME: read_tag_name(html, c); break;
        case W_HTML_TAG: read_in_tag(html, c); break;
        case W_HTML_EQUALS: read_equals(html, c); break;
        case W_HTML_UNQUOTED:
        case W_HTML_SINGLE:
        case W_HTML_DOUBLE: read_value(html, c); break;
        }
    }
}

// ---- interpolations

static bool is_attribute(const WHtml *html, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (is_called(html->attribute, html->attribute_size, names[i])) return true;
    }
    return false;
}

static WHtmlHole hole_in_value(const WHtml *html) {
    static const char *const run[] = {"srcdoc"};
    static const char *const addresses[] = {"href",   "src",  "action", "formaction", "background",
                                            "poster", "cite", "data",   "xlink:href"};
    bool is_handler = html->attribute_size > 2 && memcmp(html->attribute, "on", 2) == 0;
    if (is_handler || is_attribute(html, run, sizeof run / sizeof *run)) return W_HTML_HOLE_CODE;
    bool is_address = is_attribute(html, addresses, sizeof addresses / sizeof *addresses);
    return is_address && !html->is_begun ? W_HTML_HOLE_ADDRESS : W_HTML_HOLE_PLAIN;
}

WHtmlHole w_html_hole(WHtml *html) {
    WHtmlHole hole = W_HTML_HOLE_TAG;
    switch (html->place) {
    case W_HTML_TEXT:
    case W_HTML_COMMENT: hole = W_HTML_HOLE_PLAIN; break;
    case W_HTML_SCRIPT:
    case W_HTML_STYLE: hole = W_HTML_HOLE_CODE; break;
    case W_HTML_SINGLE:
    case W_HTML_DOUBLE: hole = hole_in_value(html); break;
    case W_HTML_EQUALS: html->place = W_HTML_UNQUOTED; break;
    case W_HTML_TAG_NAME: add_to_name(html->tag, &html->tag_size, 'x'); break;
    case W_HTML_TAG:
    case W_HTML_UNQUOTED: break;
    }
    html->is_begun = true;
    return hole;
}

bool w_html_join(WHtml *html, const WHtml *other) {
    html->is_begun = html->is_begun && other->is_begun;
    if (html->place != other->place) return false;
    bool in_value = html->place == W_HTML_SINGLE || html->place == W_HTML_DOUBLE;
    if (!in_value) return true;
    size_t size = html->attribute_size < W_HTML_NAME_CHARS ? html->attribute_size
                                                           : (size_t)W_HTML_NAME_CHARS;
    return html->attribute_size == other->attribute_size &&
           memcmp(html->attribute, other->attribute, size) == 0;
}
