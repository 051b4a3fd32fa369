/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef IDL_PARSE_H
#define IDL_PARSE_H

#include "parse/tree.h"

/**
 * struct parser - what the functions of the parser share
 */
struct parser {
	struct lexer lexer;
	struct arena *arena;
	struct report *report;
	/** @token: what comes next */
	struct token token;
	/** @last: the one before it */
	struct span last;
	/** @depth: how deep the recursion is */
	unsigned int depth;
	/** @before_angle: a > ends the expression that is being parsed */
	bool before_angle;
	/** @scope: the module or interface that is being parsed */
	struct decl *scope;
};

struct decl *parse_file(struct parser *parser);
struct type *parse_type(struct parser *parser);
struct name parse_name(struct parser *parser);
const struct expr *parse_expr(struct parser *parser);
const struct expr *parse_expr_before_angle(struct parser *parser);

void parse_take(struct parser *parser);
bool parse_is_sign(const struct parser *parser, int sign);
bool parse_is_word(const struct parser *parser, const char *word);
bool parse_try_sign(struct parser *parser, int sign);
bool parse_try_word(struct parser *parser, const char *word);
void parse_need_sign(struct parser *parser, int sign);
const char *parse_identifier(struct parser *parser, const char *what, struct span *span);
struct span parse_span(const struct parser *parser, const struct token *from);
__attribute__((noreturn))
void parse_unexpected(struct parser *parser, const char *wanted);
void parse_enter(struct parser *parser);
void parse_leave(struct parser *parser);

#endif
