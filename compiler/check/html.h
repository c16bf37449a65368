// Where in an HTML file a place is: whether what is interpolated there is safe once escaped.
//
// A reader of HTML as browsers read it, no more of it than that question needs. It is fed the
// text of a file piece by piece, with the interpolations between them.
#ifndef W_CHECK_HTML_H
#define W_CHECK_HTML_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/bytes.h"

typedef enum WHtmlPlace {
    W_HTML_TEXT,
    W_HTML_COMMENT,
    W_HTML_SCRIPT,   // in a script
    W_HTML_STYLE,    // in a style sheet
    W_HTML_TAG_NAME, // behind `<`
    W_HTML_TAG,      // in a tag, outside of values
    W_HTML_EQUALS,   // behind the `=` of an attribute
    W_HTML_UNQUOTED, // in its value, without quotes,
    W_HTML_SINGLE,   // with '
    W_HTML_DOUBLE,   // and with "
} WHtmlPlace;

enum { W_HTML_NAME_CHARS = 12 };

/// All zero is the start of a file.
typedef struct WHtml {
    WHtmlPlace place;
    char tag[W_HTML_NAME_CHARS]; // in small letters, its start
    char attribute[W_HTML_NAME_CHARS];
    uint32_t tag_size; // of the name, which may be longer
    uint32_t attribute_size;
    bool in_name;  // the attribute's name is being read
    bool is_begun; // something stands in the value
} WHtml;

/// What an interpolation is.
typedef enum WHtmlHole {
    W_HTML_HOLE_PLAIN,   // safe once escaped
    W_HTML_HOLE_ADDRESS, // the beginning of an address
    W_HTML_HOLE_TAG,     // not safe: in a tag, or in a value without quotes
    W_HTML_HOLE_CODE,    // not safe: in a script, a style sheet, an attribute that is run
} WHtmlHole;

/// Read a piece of the file.
void w_html_read(WHtml *html, WStr text);
/// Read an interpolation.
WHtmlHole w_html_hole(WHtml *html);
/// Whether two ways lead to places of one kind; `html` becomes what holds on both.
bool w_html_join(WHtml *html, const WHtml *other);

#endif
