// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The compiler against files that nobody wrote: the good and the bad ones of the
 * tests, changed at random. Whatever comes, it ends with a message or with files,
 * and under the checkers it is built with.
 *
 *	test_fuzz ROUNDS FILE...
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compile.h"

#define FUZZ_SIZE_MAX	(16u << 10)

/**
 * struct fuzz_file - a file to begin with
 */
struct fuzz_file {
	const char *path;
	char *text;
	size_t size;
};

static struct fuzz_file *fuzz_files;
static size_t fuzz_count;

/* The file of this round: what "fuzz.idl" is. */
static char fuzz_text[FUZZ_SIZE_MAX + 1];
static size_t fuzz_size;

static uint64_t fuzz_state = 0x2545f4914f6cdd1d;

static size_t fuzz_random(size_t max)
{
	fuzz_state ^= fuzz_state << 13;
	fuzz_state ^= fuzz_state >> 7;
	fuzz_state ^= fuzz_state << 17;
	return (size_t)(fuzz_state >> 33) % max;
}

static bool fuzz_read(void *context, struct arena *arena, const char *path, const char **text,
		      size_t *size)
{
	const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;

	(void)context;
	if (!strcmp(name, "fuzz.idl")) {
		*text = arena_copy(arena, fuzz_text, fuzz_size);
		*size = fuzz_size;
		return true;
	}
	for (size_t i = 0; i < fuzz_count; i++) {
		const char *slash = strrchr(fuzz_files[i].path, '/');

		if (strcmp(slash ? slash + 1 : fuzz_files[i].path, name))
			continue;
		*text = arena_copy(arena, fuzz_files[i].text, fuzz_files[i].size);
		*size = fuzz_files[i].size;
		return true;
	}
	return false;
}

static void fuzz_load(struct fuzz_file *to, const char *path)
{
	FILE *file = fopen(path, "rb");

	to->path = path;
	to->text = malloc(FUZZ_SIZE_MAX);
	if (!file || !to->text) {
		perror(path);
		exit(1);
	}
	to->size = fread(to->text, 1, FUZZ_SIZE_MAX, file);
	fclose(file);
}

/* Puts bytes in the place of others. */
static void fuzz_splice(size_t at, size_t gone, const char *bytes, size_t size)
{
	if (at > fuzz_size)
		at = fuzz_size;
	if (gone > fuzz_size - at)
		gone = fuzz_size - at;
	if (fuzz_size - gone + size > FUZZ_SIZE_MAX)
		return;
	memmove(fuzz_text + at + size, fuzz_text + at + gone, fuzz_size - at - gone);
	memcpy(fuzz_text + at, bytes, size);
	fuzz_size += size - gone;
}

static void fuzz_change(void)
{
	static const char *const words[] = {
		"sequence<", ">", "{", "}", "(", ")", ";", ",", "::", "in ", "rout ", "inrout ",
		"string ", "long ", "octet ", "dmahandle ", "struct ", "interface ", "const ",
		"typedef ", "enum ", "union ", "module ", "#include \"fuzz.idl\"\n", "#ifdef A\n",
		"#endif\n", "#else\n", "-", "~", "<<", "0x7fffffff", "0xffffffffffffffff", "[", "]",
		"'", "\"", "L\"", "\\", "/*", "*/", "//", "\n", "remote_handle64 ", "async ",
		"attribute ", "switch (", "case ", "1.0e400", "TRUE", "= ",
	};
	const struct fuzz_file *other = &fuzz_files[fuzz_random(fuzz_count)];
	size_t at = fuzz_random(fuzz_size + 1), from, size;
	const char *word = words[fuzz_random(sizeof(words) / sizeof(words[0]))];
	char byte = (char)fuzz_random(256);

	switch (fuzz_random(6)) {
	case 0:
		fuzz_splice(at, 1, &byte, 1);
		break;
	case 1:
		fuzz_splice(at, 1 + fuzz_random(8), "", 0);
		break;
	case 2:
		fuzz_splice(at, 0, word, strlen(word));
		break;
	case 3:
		fuzz_splice(at, fuzz_random(16), word, strlen(word));
		break;
	default:
		from = fuzz_random(other->size + 1);
		size = fuzz_random(64);
		if (size > other->size - from)
			size = other->size - from;
		fuzz_splice(at, fuzz_random(32), other->text + from, size);
		break;
	}
}

/* One compilation; true: it made files. */
static bool fuzz_compile(void)
{
	struct compile compile = {
		.files.read = fuzz_read,
		.path = "fuzz.idl",
		.standard_types = fuzz_random(2),
		.header = true,
		.code = true,
	};
	bool ok = compile_run(&compile);

	if (ok != (compile.outputs != NULL) || (!ok && !compile.messages.size)) {
		fprintf(stderr, "test_fuzz: %s\n", ok ? "no file" : "no message");
		abort();
	}
	arena_free(&compile.arena);
	return ok;
}

int main(int argc, char **argv)
{
	unsigned long rounds = argc > 2 ? strtoul(argv[1], NULL, 10) : 0, good = 0;

	if (!rounds) {
		fputs("usage: test_fuzz ROUNDS FILE...\n", stderr);
		return 1;
	}
	fuzz_count = (size_t)argc - 2;
	fuzz_files = calloc(fuzz_count, sizeof(*fuzz_files));
	if (!fuzz_files)
		return 1;
	for (size_t i = 0; i < fuzz_count; i++)
		fuzz_load(&fuzz_files[i], argv[i + 2]);
	for (unsigned long round = 0; round < rounds; round++) {
		const struct fuzz_file *file = &fuzz_files[fuzz_random(fuzz_count)];

		memcpy(fuzz_text, file->text, file->size);
		fuzz_size = file->size;
		for (size_t changes = 1 + fuzz_random(4); changes; changes--)
			fuzz_change();
		good += fuzz_compile();
	}
	printf("1..1\nok 1 - %lu files, %lu of them good\n", rounds, good);
	for (size_t i = 0; i < fuzz_count; i++)
		free(fuzz_files[i].text);
	free(fuzz_files);
	return 0;
}
