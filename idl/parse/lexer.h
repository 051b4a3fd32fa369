/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef IDL_LEXER_H
#define IDL_LEXER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/report.h"
#include "base/table.h"

enum token_kind {
	TOKEN_END,
	TOKEN_NAME,		/* also the words of the language */
	TOKEN_INTEGER,
	TOKEN_REAL,
	TOKEN_CHARACTER,
	TOKEN_STRING,
	TOKEN_SIGN,
};

/* The only sign of two characters, "::". */
#define TOKEN_SCOPE	0x100

/**
 * struct token - a word, a number, a text or a sign
 */
struct token {
	/** @kind: which of them; it says what is valid below */
	enum token_kind kind;
	/** @span: where it stands */
	struct span span;
	/** @doc: the documentation comments before it, or NULL */
	const char *doc;
	/** @text: of a name; of a string, its bytes */
	const char *text;
	/** @units: of a character or a string, also of a wide one: its units */
	const uint16_t *units;
	/** @length: how many */
	size_t length;
	/** @wide: it begins with L */
	bool wide;
	/** @integer: the value of an integer */
	uint64_t integer;
	/** @base: of an integer: 8, 10 or 16 */
	int base;
	/** @sign: the character, or TOKEN_SCOPE */
	int sign;
};

/**
 * struct lexer - what turns files into tokens
 */
struct lexer {
	struct arena *arena;
	struct report *report;
	/** @input: files that are not read yet; see preprocess.h */
	struct preprocess *input;
	/** @doc: documentation comments since the last token */
	const char *doc;
};

void lexer_next(struct lexer *lexer, struct token *token);
const char *lexer_describe(struct arena *arena, const struct token *token);

#endif
