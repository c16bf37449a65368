// Visiting a tree: every expression, statement and name of it, whatever it stands in.
#ifndef W_LINT_VISIT_H
#define W_LINT_VISIT_H

#include "compiler/syntax/tree.h"

/// What is called for the nodes of a declaration, each before what it holds; NULL: nothing.
typedef struct WVisitor {
    void *context;
    void (*expr)(void *context, const WExpr *expr);
    void (*stmt)(void *context, const WStmt *stmt);
    /// A name that refers to something declared, beside those that are expressions.
    void (*name)(void *context, WName name);
} WVisitor;

void w_visit_decl(const WVisitor *visitor, const WDecl *decl);

#endif
