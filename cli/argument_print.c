// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Outputs of a call: printed, for people and programs, or written to their files.
 */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "argument.h"
#include "image.h"
#include "json.h"

static int argument_cannot(char *error, const char *file, const char *why)
{
	snprintf(error, ARGUMENT_TEXT, "cannot write %s: %s", file, why);
	return -EINVAL;
}

/**
 * argument_save() - write an output to its file, if it has one
 * @arg: the output
 * @error: room for %ARGUMENT_TEXT bytes: what is wrong
 *
 * Return: 0 or -EINVAL.
 */
int argument_save(const struct argument *arg, char *error)
{
	FILE *file;
	int failed;

	if (!arg->file)
		return 0;
	if (arg->type->form == ARGUMENT_PICTURE)
		return image_write(arg->file, arg->bytes, arg->picture.width,
				   arg->picture.height, error, ARGUMENT_TEXT) ? -EINVAL : 0;
	file = fopen(arg->file, "we");
	if (!file)
		return argument_cannot(error, arg->file, strerror(errno));
	failed = fwrite(arg->bytes, 1, arg->size, file) != arg->size;
	failed |= fclose(file) != 0;
	return failed ? argument_cannot(error, arg->file, "the disk may be full") : 0;
}

static void argument_print_number(const struct argument *arg, size_t i,
				  FILE *out, bool json)
{
	const void *at = arg->bytes + i * arg->type->size;
	unsigned int unused = 64 - (unsigned int)arg->type->size * 8;
	uint64_t bits = 0;
	double value;
	float single;

	memcpy(&bits, at, arg->type->size);
	if (arg->type->form == ARGUMENT_UNSIGNED) {
		fprintf(out, "%" PRIu64, bits);
	} else if (arg->type->form == ARGUMENT_SIGNED) {
		fprintf(out, "%" PRId64, (int64_t)(bits << unused) >> unused);
	} else {
		memcpy(&single, at, sizeof(single));
		memcpy(&value, &bits, sizeof(value));
		value = arg->type->size == 4 ? (double)single : value;
		/* JSON has no word for what is no number. */
		if (json && !isfinite(value))
			fprintf(out, "null");
		else
			fprintf(out, "%.*g", arg->type->size == 4 ? 9 : 17,
				value);
	}
}

static void argument_print_hex(const struct argument *arg, FILE *out)
{
	for (size_t i = 0; i < arg->size; i++)
		fprintf(out, "%02x", arg->bytes[i]);
}

/* The text up to its end, on one line. */
static void argument_print_string(const struct argument *arg, FILE *out)
{
	for (size_t i = 0; i < arg->size && arg->bytes[i]; i++) {
		if (arg->bytes[i] >= ' ' && arg->bytes[i] < 0x7f &&
		    arg->bytes[i] != '\\')
			putc(arg->bytes[i], out);
		else
			fprintf(out, "\\x%02x", arg->bytes[i]);
	}
}

/**
 * argument_print() - print an output: its type and its values
 * @arg: the output
 * @out: where to
 */
void argument_print(const struct argument *arg, FILE *out)
{
	fprintf(out, "%s ", arg->file ? "file" : arg->type->name);
	switch (arg->type->form) {
	case ARGUMENT_STRING:
		argument_print_string(arg, out);
		break;
	case ARGUMENT_HEX:
		argument_print_hex(arg, out);
		break;
	case ARGUMENT_FILE:
	case ARGUMENT_PICTURE:
		fputs(arg->file, out);
		break;
	default:
		for (size_t i = 0; i < arg->count; i++) {
			if (i)
				putc(' ', out);
			argument_print_number(arg, i, out, false);
		}
	}
	putc('\n', out);
}

/**
 * argument_json() - print an output as a JSON object
 * @arg: the output
 * @out: where to
 */
void argument_json(const struct argument *arg, FILE *out)
{
	fprintf(out, "{\"type\": \"%s\", ", arg->file ? "file" :
		arg->type->name);
	switch (arg->type->form) {
	case ARGUMENT_STRING:
		/* There is a NUL behind the bytes. */
		fputs("\"value\": ", out);
		json_string(out, (const char *)arg->bytes);
		break;
	case ARGUMENT_HEX:
		fputs("\"value\": \"", out);
		argument_print_hex(arg, out);
		putc('"', out);
		break;
	case ARGUMENT_FILE:
	case ARGUMENT_PICTURE:
		fputs("\"file\": ", out);
		json_string(out, arg->file);
		break;
	default:
		fputs("\"values\": [", out);
		for (size_t i = 0; i < arg->count; i++) {
			if (i)
				fputs(", ", out);
			argument_print_number(arg, i, out, true);
		}
		putc(']', out);
	}
	putc('}', out);
}
