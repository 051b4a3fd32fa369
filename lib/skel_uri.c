// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * The URI of a skeleton, as its makers' tools have written it into the file:
 * the text NAME_skel_handle_invoke_uri. It has the version of the interface,
 * _idlver, and generated code refuses an open that names another one, or none.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "elf_file.h"
#include "skel.h"

/* A damaged file may claim to have many more, and take hours. */
#define URI_SYMBOLS_MAX	65536

static bool uri_is_named(const struct qda_elf *elf, const Elf32_Sym *symbol,
			 uint32_t strings, const char *name)
{
	size_t size = strlen(name) + 1;
	const char *text = qda_elf_loaded(elf, strings + symbol->st_name, size);

	return symbol->st_shndx != SHN_UNDEF && text && !memcmp(text, name, size);
}

/* The bytes of an object of the file; NULL if it has none of that name. */
static const char *uri_find(const struct qda_elf *elf, const char *name,
			    uint32_t *size)
{
	uint32_t strings = qda_elf_dynamic(elf, DT_STRTAB);
	uint32_t table = qda_elf_dynamic(elf, DT_SYMTAB);
	/* Buckets, then chains: one for each symbol. */
	const uint8_t *hash = qda_elf_loaded(elf, qda_elf_dynamic(elf, DT_HASH), 8);
	uint32_t count = 0;
	Elf32_Sym symbol;

	if (hash)
		memcpy(&count, hash + 4, sizeof(count));
	for (uint32_t i = 0; i < count && i < URI_SYMBOLS_MAX; i++) {
		const void *from = qda_elf_loaded(elf, table + i * (uint32_t)sizeof(symbol),
					      sizeof(symbol));

		if (!from)
			return NULL;
		memcpy(&symbol, from, sizeof(symbol));
		if (!uri_is_named(elf, &symbol, strings, name))
			continue;
		*size = symbol.st_size;
		return qda_elf_loaded(elf, symbol.st_value, symbol.st_size);
	}
	return NULL;
}

/* Is it one, of the file libNAME_skel.so? */
static bool uri_is_right(const char *text, uint32_t size, const char *name)
{
	char start[320];
	int length = snprintf(start, sizeof(start), "file:///lib%s_skel.so?%s_skel",
			      name, name);

	if (length >= (int)sizeof(start) || size <= (uint32_t)length ||
	    text[size - 1] || strlen(text) != size - 1 ||
	    strncmp(text, start, (size_t)length))
		return false;
	for (; *text; text++) {
		if (*text <= ' ' || *text > '~')
			return false;
	}
	return true;
}

/**
 * qda_skel_uri() - the URI that a skeleton has for itself
 * @fd: the file, which may be anything
 * @name: NAME of libNAME_skel.so
 * @uri: where to put the URI
 * @size: bytes at @uri
 *
 * Return: 0; -ENOENT if the file has none that fits the name.
 */
int qda_skel_uri(int fd, const char *name, char *uri, size_t size)
{
	char symbol[320];
	const char *text;
	struct qda_elf elf;
	uint32_t length = 0;
	int ret = -ENOENT;

	if (snprintf(symbol, sizeof(symbol), "%s_skel_handle_invoke_uri", name) >=
	    (int)sizeof(symbol))
		return -ENOENT;
	if (qda_elf_load(&elf, fd))
		return -ENOENT;
	text = uri_find(&elf, symbol, &length);
	if (text && length && length <= size && uri_is_right(text, length, name)) {
		memcpy(uri, text, length);
		ret = 0;
	}
	qda_elf_fini(&elf);
	return ret;
}
