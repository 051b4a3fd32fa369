// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: skeletons
 *
 * What stands between a call as it comes over FastRPC and a method. The text of
 * a method, which the program's side reads too, is the only description of its
 * arguments: it is short, so it is read again at each call.
 *
 * This file becomes a part of each library. It wants memcpy, calloc and free
 * of the DSP's C library.
 */
#include <stdlib.h>
#include <string.h>

#include <qda/skel.h>

/* Method, input buffers, output buffers, input and output handles of scalars. */
#define SKEL_SC_METHOD(sc)	((sc) >> 24 & 0x1f)
#define SKEL_SC_SHAPE(sc)	((sc) & 0xffffff)
#define SKEL_SHAPE(in, out, in_handles, out_handles) \
	((uint32_t)(in) << 16 | (out) << 8 | (in_handles) << 4 | (out_handles))

#define SKEL_OPEN	0
#define SKEL_CLOSE	1

/* What a module without state has for a handle. */
#define SKEL_STATELESS	0x5ce1

/**
 * struct skel_word - one argument of a method's text
 */
struct skel_word {
	/** @out: output */
	int out;
	/** @handle: passed by name */
	int handle;
	/** @text: must have a NUL at the end */
	int text;
	/** @any: all sizes are fine */
	int any;
	/** @size: else this */
	uint32_t size;
	/** @align: of the first byte */
	uint32_t align;
};

/* Skips @word if the text goes on with it. */
static int skel_take(const char **text, const char *word)
{
	const char *p = *text;

	while (*word)
		if (*p++ != *word++)
			return 0;
	*text = p;
	return 1;
}

static uint32_t skel_number(const char **text)
{
	uint32_t number = 0;

	while (**text >= '0' && **text <= '9')
		number = number * 10 + (uint32_t)(*(*text)++ - '0');
	return number;
}

/* Reads the next argument of a text; 0 at its end. */
static int skel_next_word(const char **text, struct skel_word *word)
{
	const char *p = *text;

	while (*p && *p != ' ')
		p++;
	if (!*p)
		return 0;
	p++;
	*word = (struct skel_word){ .out = *p == 'o', .align = 1 };
	p += word->out ? sizeof("out:") - 1 : sizeof("in:") - 1;
	if (skel_take(&p, "handle")) {
		word->handle = 1;
	} else if (skel_take(&p, "str")) {
		word->text = !word->out;
		word->any = 1;
	} else if (skel_take(&p, "hex")) {
		word->size = 1;
	} else {
		p++;
		word->size = skel_number(&p) / 8;
		word->align = word->size;
	}
	if (skel_take(&p, "[")) {
		uint32_t count = skel_number(&p);

		word->any |= !count;
		word->size *= count;
	}
	*text = p;
	return 1;
}

static int skel_fits(const struct skel_word *word, const struct skel_arg *arg)
{
	const char *text = arg->data;

	if (word->text)
		return arg->size && !text[arg->size - 1];
	return (word->any || arg->size == word->size) &&
	       !((uintptr_t)arg->data & (word->align - 1));
}

/* Counts first: what the caller did not send must not be looked at. */
static int skel_check(const char *text, uint32_t sc, const struct skel_arg *args)
{
	uint32_t count[4] = { 0 };
	struct skel_word word;
	uint32_t i = 0;

	for (const char *p = text; skel_next_word(&p, &word);)
		count[2 * word.handle + word.out]++;
	if (SKEL_SC_SHAPE(sc) != SKEL_SHAPE(count[0], count[1], count[2], count[3]))
		return SKEL_EBADPARM;
	for (const char *p = text; skel_next_word(&p, &word);)
		if (!word.handle && !skel_fits(&word, &args[i++]))
			return SKEL_EBADPARM;
	return 0;
}

static void *skel_state(const struct skel *skel, uint64_t handle)
{
	return skel->state_size ? (void *)(uintptr_t)handle : NULL;
}

/* A handle is eight bytes that lie in the argument itself. */
static uint64_t skel_read_handle(const struct skel_arg *arg)
{
	uint64_t handle;

	memcpy(&handle, arg, sizeof(handle));
	return handle;
}

static int skel_open(const struct skel *skel, struct skel_arg *args)
{
	uint64_t handle = SKEL_STATELESS;
	int ret = 0;

	if (skel->state_size) {
		void *state = calloc(1, skel->state_size);

		if (!state)
			return SKEL_ENOMEMORY;
		handle = (uintptr_t)state;
	}
	if (skel->open)
		ret = skel->open(skel_state(skel, handle), args[1].data);
	if (ret)
		free(skel_state(skel, handle));
	else
		memcpy(&args[2], &handle, sizeof(handle));
	return ret;
}

static int skel_close(const struct skel *skel, struct skel_arg *args)
{
	void *state = skel_state(skel, skel_read_handle(&args[0]));

	if (skel->close)
		skel->close(state);
	free(state);
	return 0;
}

/**
 * skel_invoke - serve a call
 * @skel: the library
 * @handle: what open returned
 * @sc: scalars: number of the method, numbers of arguments
 * @args: the arguments: input buffers, output buffers, handles
 *
 * Methods 0 and 1 are open and close in every library (FastRPC convention).
 *
 * Return: result of the method; %SKEL_EUNSUPPORTED if there is no such method;
 * %SKEL_EBADPARM if it takes other arguments; %SKEL_ENOMEMORY.
 */
int skel_invoke(const struct skel *skel, uint64_t handle, uint32_t sc,
		struct skel_arg *args)
{
	uint32_t number = SKEL_SC_METHOD(sc);
	int ret;

	if (number == SKEL_OPEN)
		return SKEL_SC_SHAPE(sc) == SKEL_SHAPE(2, 0, 0, 1) ? skel_open(skel, args) :
								     SKEL_EBADPARM;
	if (number == SKEL_CLOSE)
		return SKEL_SC_SHAPE(sc) == SKEL_SHAPE(0, 0, 1, 0) ? skel_close(skel, args) :
								     SKEL_EBADPARM;
	for (uint32_t i = 0; i < skel->method_count; i++) {
		const struct skel_method *method = &skel->methods[i];

		if (method->number != number)
			continue;
		ret = skel_check(method->text, sc, args);
		return ret ? ret : method->function(skel_state(skel, handle), args,
						    args + (sc >> 16 & 0xff));
	}
	return SKEL_EUNSUPPORTED;
}
