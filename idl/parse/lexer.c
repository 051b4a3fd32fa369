// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: lexer
 *
 * Characters become tokens. Lines that begin with # are the preprocessor's.
 */
#include <ctype.h>
#include <string.h>

#include "parse/lexer.h"
#include "parse/preprocess.h"

static bool lexer_is_letter(char c)
{
	return isalpha((unsigned char)c) || c == '_';
}

static bool lexer_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const char *lexer_here(const struct lexer *lexer)
{
	const struct preprocess_frame *frame = lexer->input->frame;

	return frame->source->text + frame->at;
}

static struct span lexer_span(const struct lexer *lexer, size_t start)
{
	const struct preprocess_frame *frame = lexer->input->frame;

	return (struct span){ frame->source, start, frame->at };
}

static bool lexer_at_end(const struct lexer *lexer)
{
	return lexer->input->frame->at >= lexer->input->frame->source->size;
}

/* Keeps what documents the next declaration. */
static void lexer_keep_doc(struct lexer *lexer, size_t start)
{
	const struct preprocess_frame *frame = lexer->input->frame;
	const char *text = frame->source->text + start;
	size_t size = frame->at - start;
	bool line = text[1] == '/';

	if (size < 4 || (text[2] != '!' && text[2] != text[1]) || text[3] == '<' ||
	    text[3] == '/' || (!line && size < 6))
		return;
	while (size && (text[size - 1] == '\r' || text[size - 1] == '\n'))
		size--;
	text = arena_copy(lexer->arena, text, size);
	/* Not what would be no comment in C, or one with a warning. */
	if (strstr(text + 2, "/*") || strstr(text, "\\\n") || strstr(text, "\\\r") ||
	    strstr(text, "?\?/") || text[size - 1] == '\\' || strlen(text) != size)
		return;
	lexer->doc = lexer->doc ? arena_printf(lexer->arena, "%s\n%s", lexer->doc, text) : text;
}

static void lexer_comment(struct lexer *lexer)
{
	struct preprocess_frame *frame = lexer->input->frame;
	const struct source *source = frame->source;
	const char *text = source->text + frame->at, *end;
	size_t start = frame->at;

	end = strstr(text + 2, text[1] == '/' ? "\n" : "*/");
	if (end)
		frame->at = (size_t)(end - source->text) + (text[1] == '/' ? 0 : 2);
	else
		frame->at = source->size;
	if (!end && text[1] == '*')
		report_fatal(lexer->report, (struct span){ source, start, start + 2 },
			     "this comment has no end");
	lexer_keep_doc(lexer, start);
}

/* Skips what is no token. False: the last file ends here. */
static bool lexer_skip(struct lexer *lexer)
{
	for (;;) {
		struct preprocess_frame *frame = lexer->input->frame;
		const char *text;

		if (!frame)
			return false;
		text = lexer_here(lexer);
		if (lexer_at_end(lexer)) {
			preprocess_end_of_file(lexer->input);
		} else if (text[0] == '/' && (text[1] == '/' || text[1] == '*')) {
			lexer_comment(lexer);
		} else if (text[0] == '#' && frame->fresh) {
			lexer->doc = NULL;
			preprocess_directive(lexer->input);
		} else if (*text == '\n') {
			frame->fresh = true;
			frame->at++;
		} else if (isspace((unsigned char)*text)) {
			frame->at++;
		} else if (preprocess_skips(lexer->input)) {
			frame->fresh = false;
			frame->at++;
		} else {
			return true;
		}
	}
}

static void lexer_name(struct lexer *lexer, struct token *token)
{
	struct preprocess_frame *frame = lexer->input->frame;
	const char *text = lexer_here(lexer);
	size_t length = 0;

	while (lexer_is_letter(text[length]) || lexer_is_digit(text[length]))
		length++;
	token->kind = TOKEN_NAME;
	token->text = arena_copy(lexer->arena, text, length);
	token->length = length;
	frame->at += length;
}

/* What follows a number directly is a part of it, and wrong. */
static void lexer_end_number(struct lexer *lexer, size_t start)
{
	struct preprocess_frame *frame = lexer->input->frame;
	const char *text = lexer_here(lexer);

	if (!lexer_is_letter(*text) && !lexer_is_digit(*text) && *text != '.')
		return;
	while (lexer_is_letter(*text) || lexer_is_digit(*text) || *text == '.') {
		text++;
		frame->at++;
	}
	report_fatal(lexer->report, lexer_span(lexer, start),
		     "this is no number: write it without a suffix, in decimal, 0x... or octal");
}

static void lexer_integer(struct lexer *lexer, struct token *token)
{
	struct preprocess_frame *frame = lexer->input->frame;
	const char *text = lexer_here(lexer);
	size_t start = frame->at, length = 0;

	token->kind = TOKEN_INTEGER;
	token->base = 10;
	if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X') &&
	    isxdigit((unsigned char)text[2])) {
		token->base = 16;
		length = 2;
	} else if (text[0] == '0' && lexer_is_digit(text[1])) {
		token->base = 8;
		length = 1;
	}
	for (; isxdigit((unsigned char)text[length]); length++) {
		int digit = lexer_is_digit(text[length]) ? text[length] - '0' :
			    (text[length] | 0x20) - 'a' + 10;

		if (digit >= token->base)
			break;
		if (__builtin_mul_overflow(token->integer, token->base, &token->integer) ||
		    __builtin_add_overflow(token->integer, digit, &token->integer))
			report_fatal(lexer->report, (struct span){ frame->source, start,
				     start + length + 1 },
				     "this number needs more than 64 bits");
	}
	frame->at += length;
	lexer_end_number(lexer, start);
}

/* Digits with a point or an exponent? */
static bool lexer_is_real(const char *text)
{
	if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
		return false;
	while (lexer_is_digit(*text))
		text++;
	return *text == '.' || *text == 'e' || *text == 'E';
}

static void lexer_real(struct lexer *lexer, struct token *token)
{
	struct preprocess_frame *frame = lexer->input->frame;
	const char *text = lexer_here(lexer), *end = text;
	size_t start = frame->at;

	while (lexer_is_digit(*end))
		end++;
	if (*end == '.')
		for (end++; lexer_is_digit(*end);)
			end++;
	if (*end == 'e' || *end == 'E') {
		end += end[1] == '+' || end[1] == '-' ? 2 : 1;
		if (!lexer_is_digit(*end))
			report_fatal(lexer->report,
				     (struct span){ frame->source, start,
				     start + (size_t)(end - text) },
				     "the exponent of this number is missing");
		while (lexer_is_digit(*end))
			end++;
	}
	token->kind = TOKEN_REAL;
	token->text = arena_copy(lexer->arena, text, (size_t)(end - text));
	frame->at += (size_t)(end - text);
	lexer_end_number(lexer, start);
}

/* One to @max digits of a base. */
static uint16_t lexer_escape_digits(struct lexer *lexer, int base, int max)
{
	struct preprocess_frame *frame = lexer->input->frame;
	size_t start = frame->at;
	unsigned int value = 0;
	int count = 0;

	for (; count < max; count++) {
		char c = *lexer_here(lexer);
		int digit = lexer_is_digit(c) ? c - '0' :
			    isxdigit((unsigned char)c) ? (c | 0x20) - 'a' + 10 : 16;

		if (digit >= base)
			break;
		value = value * (unsigned int)base + (unsigned int)digit;
		frame->at++;
	}
	if (!count || (base == 8 && value > 0xff))
		report_fatal(lexer->report, (struct span){ frame->source, start - 1, start + 1 },
			     "this escape is no character");
	return (uint16_t)value;
}

static uint16_t lexer_escape(struct lexer *lexer, bool wide)
{
	static const char from[] = "\\'\"?rnaftvb", to[] = "\\'\"?\r\n\a\f\t\v\b";
	struct preprocess_frame *frame = lexer->input->frame;
	char c = *lexer_here(lexer);
	const char *known = c ? strchr(from, c) : NULL;

	if (c >= '0' && c <= '7')
		return lexer_escape_digits(lexer, 8, 3);
	frame->at++;
	if (known)
		return (unsigned char)to[known - from];
	if (c == 'x')
		return lexer_escape_digits(lexer, 16, 2);
	if (c == 'u' && wide)
		return lexer_escape_digits(lexer, 16, 4);
	report_fatal(lexer->report, lexer_span(lexer, frame->at - 2), c == 'u' ?
		     "only wide texts, L\"...\", have \\u" : "there is no such escape");
}

/* A character of a wide text may be written in UTF-8. */
static uint16_t lexer_utf8(struct lexer *lexer)
{
	struct preprocess_frame *frame = lexer->input->frame;
	const unsigned char *text = (const unsigned char *)lexer_here(lexer);
	unsigned int more = text[0] >= 0xe0 ? 2 : 1, value;

	value = more == 2 ? text[0] & 0xfu : text[0] & 0x1fu;
	for (unsigned int i = 1; i <= more; i++) {
		if (text[0] < 0xc2 || text[0] > 0xef || (text[i] & 0xc0) != 0x80)
			report_fatal(lexer->report,
				     (struct span){ frame->source, frame->at, frame->at + 1 },
				     "this is no character of 16 bits in UTF-8");
		value = value << 6 | (text[i] & 0x3f);
	}
	frame->at += more + 1;
	return (uint16_t)value;
}

static void lexer_quoted(struct lexer *lexer, struct token *token)
{
	struct preprocess_frame *frame = lexer->input->frame;
	size_t start = frame->at, room = 0;
	uint16_t *units;
	char quote, *text;

	token->wide = *lexer_here(lexer) == 'L';
	frame->at += token->wide ? 1 : 0;
	quote = *lexer_here(lexer);
	frame->at++;
	for (const char *c = lexer_here(lexer); *c && *c != '\n'; c++)
		if (c[0] == quote && (room++, c[-1] != '\\'))
			break;
		else
			room++;
	units = arena_alloc(lexer->arena, (room + 1) * sizeof(*units));
	text = arena_alloc(lexer->arena, room + 1);
	while (*lexer_here(lexer) != quote) {
		unsigned char c = (unsigned char)*lexer_here(lexer);

		if (!c || c == '\n' || token->length >= room)
			report_fatal(lexer->report, lexer_span(lexer, start),
				     "this text does not end in its line");
		if (token->wide && c >= 0x80) {
			units[token->length] = lexer_utf8(lexer);
		} else {
			frame->at++;
			units[token->length] = c != '\\' ? c : lexer_escape(lexer, token->wide);
		}
		text[token->length] = (char)units[token->length];
		token->length++;
	}
	frame->at++;
	token->kind = quote == '"' ? TOKEN_STRING : TOKEN_CHARACTER;
	token->text = text;
	token->units = units;
	if (quote == '\'' && token->length != 1)
		report_fatal(lexer->report, lexer_span(lexer, start),
			     "between ' and ' there is one character");
}

static void lexer_sign(struct lexer *lexer, struct token *token)
{
	struct preprocess_frame *frame = lexer->input->frame;
	const char *text = lexer_here(lexer);

	if (!*text || !strchr("{}()[]<>;,:=+-*/%&|^~#", *text)) {
		bool bom = !strncmp(text, "\xef\xbb\xbf", 3) && !frame->at;

		frame->at++;
		report_fatal(lexer->report, lexer_span(lexer, frame->at - 1), bom ?
			     "the file begins with a byte order mark: save it without one" :
			     "the language does not know this character");
	}
	token->kind = TOKEN_SIGN;
	token->sign = text[0] == ':' && text[1] == ':' ? TOKEN_SCOPE : *text;
	frame->at += token->sign == TOKEN_SCOPE ? 2 : 1;
	if (*text == '{')
		lexer->input->depth++;
	if (*text == '}' && lexer->input->depth)
		lexer->input->depth--;
}

/**
 * lexer_next() - the next token
 * @lexer: of what
 * @token: for it
 *
 * Does not return if there is none here.
 */
void lexer_next(struct lexer *lexer, struct token *token)
{
	struct span last = token->span;
	struct preprocess_frame *frame;
	const char *text;
	size_t start;

	memset(token, 0, sizeof(*token));
	if (!lexer_skip(lexer)) {
		/* Messages about the end point behind what was there last. */
		token->span = (struct span){ last.source, last.end, last.end };
		return;
	}
	frame = lexer->input->frame;
	frame->fresh = false;
	start = frame->at;
	text = lexer_here(lexer);
	if (*text == '\'' || *text == '"' || (*text == 'L' && (text[1] == '\'' || text[1] == '"')))
		lexer_quoted(lexer, token);
	else if (lexer_is_letter(*text))
		lexer_name(lexer, token);
	else if (lexer_is_digit(*text) && lexer_is_real(text))
		lexer_real(lexer, token);
	else if (lexer_is_digit(*text))
		lexer_integer(lexer, token);
	else
		lexer_sign(lexer, token);
	token->span = lexer_span(lexer, start);
	token->doc = lexer->doc;
	lexer->doc = NULL;
}

/**
 * lexer_describe() - what a token is, for a message
 */
const char *lexer_describe(struct arena *arena, const struct token *token)
{
	size_t size = token->span.end - token->span.start;

	if (token->kind == TOKEN_END)
		return "the end of the file";
	return arena_printf(arena, "'%.*s'", size > 40 ? 40 : (int)size,
			    token->span.source->text + token->span.start);
}
