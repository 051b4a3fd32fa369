// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: expressions
 *
 * What is behind the = of a constant, between [ and ] and behind "case".
 */
#include "parse/parse.h"

/* The operators of two sides, those that bind least first. << and >> are two signs. */
static const char *const parse_levels[] = { "|", "^", "&", "<>", "+-", "*/%" };

/* Of one level, side by side: as deep as the recursion that works them out. */
#define PARSE_OPERATORS_MAX	1000

#define PARSE_LEVELS	(sizeof(parse_levels) / sizeof(parse_levels[0]))

static struct expr *parse_expr_new(struct parser *parser, enum expr_kind kind)
{
	struct expr *expr = arena_alloc(parser->arena, sizeof(*expr));

	expr->kind = kind;
	expr->span = parser->token.span;
	return expr;
}

static const struct expr *parse_unary(struct parser *parser)
{
	const struct expr *inner;
	struct expr *expr;

	parse_enter(parser);
	if (parse_is_sign(parser, '-') || parse_is_sign(parser, '~') ||
	    parse_is_sign(parser, '+')) {
		expr = parse_expr_new(parser, EXPR_UNARY);
		expr->sign = parser->token.sign;
		parse_take(parser);
		expr->left = parse_unary(parser);
		expr->span.end = expr->left->span.end;
	} else if (parse_try_sign(parser, '(')) {
		bool before_angle = parser->before_angle;

		parser->before_angle = false;
		inner = parse_expr(parser);
		parser->before_angle = before_angle;
		parse_need_sign(parser, ')');
		parse_leave(parser);
		return inner;
	} else if (parse_is_sign(parser, TOKEN_SCOPE) ||
		   (parser->token.kind == TOKEN_NAME && !parse_is_word(parser, "TRUE") &&
		    !parse_is_word(parser, "FALSE"))) {
		expr = parse_expr_new(parser, EXPR_NAME);
		expr->name = parse_name(parser);
		expr->span = expr->name.span;
	} else if (parser->token.kind == TOKEN_SIGN || parser->token.kind == TOKEN_END) {
		parse_unexpected(parser, "a value");
	} else {
		expr = parse_expr_new(parser, EXPR_LITERAL);
		expr->literal = parser->token;
		parse_take(parser);
	}
	parse_leave(parser);
	return expr;
}

/* Takes an operator of a level; 0: there is none. */
static int parse_operator(struct parser *parser, size_t level)
{
	struct token first = parser->token;

	if (first.kind != TOKEN_SIGN)
		return 0;
	for (const char *sign = parse_levels[level]; *sign; sign++) {
		if (*sign != first.sign)
			continue;
		if (*sign == '<' || *sign == '>') {
			if (first.span.source->text[first.span.end] != *sign ||
			    parser->before_angle)
				return 0;
			parse_take(parser);
		}
		parse_take(parser);
		return *sign;
	}
	return 0;
}

static const struct expr *parse_binary(struct parser *parser, size_t level)
{
	const struct expr *left = level + 1 < PARSE_LEVELS ? parse_binary(parser, level + 1) :
				  parse_unary(parser);
	unsigned int count = 0;
	int sign;

	while ((sign = parse_operator(parser, level))) {
		struct expr *expr = parse_expr_new(parser, EXPR_BINARY);

		if (++count > PARSE_OPERATORS_MAX)
			report_fatal(parser->report, left->span, "this expression is too long");

		expr->sign = sign;
		expr->left = left;
		expr->right = level + 1 < PARSE_LEVELS ? parse_binary(parser, level + 1) :
			      parse_unary(parser);
		expr->span = left->span;
		if (expr->right->span.source == left->span.source)
			expr->span.end = expr->right->span.end;
		left = expr;
	}
	return left;
}

/**
 * parse_expr() - take an expression
 */
const struct expr *parse_expr(struct parser *parser)
{
	return parse_binary(parser, 0);
}

/**
 * parse_expr_before_angle() - take an expression that a > ends
 */
const struct expr *parse_expr_before_angle(struct parser *parser)
{
	bool before_angle = parser->before_angle;
	const struct expr *expr;

	parser->before_angle = true;
	expr = parse_expr(parser);
	parser->before_angle = before_angle;
	return expr;
}
