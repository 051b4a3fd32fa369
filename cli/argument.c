// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Arguments of a call on the command line: in:TYPE=VALUE and out:TYPE[COUNT].
 * Numbers lie in the DSP's byte order, which is little endian, as ours is.
 */
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "argument.h"
#include "image.h"

/* Larger things are for programs. */
#define ARGUMENT_BYTES_MAX	(64u << 20)

static const struct argument_type argument_types[] = {
	{ "u8", ARGUMENT_UNSIGNED, 1 },
	{ "i8", ARGUMENT_SIGNED, 1 },
	{ "u16", ARGUMENT_UNSIGNED, 2 },
	{ "i16", ARGUMENT_SIGNED, 2 },
	{ "u32", ARGUMENT_UNSIGNED, 4 },
	{ "i32", ARGUMENT_SIGNED, 4 },
	{ "u64", ARGUMENT_UNSIGNED, 8 },
	{ "i64", ARGUMENT_SIGNED, 8 },
	{ "f32", ARGUMENT_FLOAT, 4 },
	{ "f64", ARGUMENT_FLOAT, 8 },
	{ "str", ARGUMENT_STRING, 1 },
	{ "hex", ARGUMENT_HEX, 1 },
	{ "@", ARGUMENT_FILE, 1 },
	{ "png", ARGUMENT_PICTURE, 1 },
};

__attribute__((format(printf, 2, 3)))
static int argument_complain(char *error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(error, ARGUMENT_TEXT, format, args);
	va_end(args);
	return -EINVAL;
}

static const struct argument_type *argument_find_type(const char *name,
						      size_t length)
{
	for (size_t i = 0; i < sizeof(argument_types) /
	     sizeof(argument_types[0]); i++) {
		const struct argument_type *type = &argument_types[i];

		if (strlen(type->name) == length &&
		    !strncmp(type->name, name, length))
			return type;
	}
	return NULL;
}

/* The type at the beginning of @text, which moves behind it. */
static const struct argument_type *argument_take_type(const char **text)
{
	size_t length = **text == '@' ? 1 : strcspn(*text, "=[");
	const struct argument_type *type = argument_find_type(*text, length);

	if (type)
		*text += length;
	return type;
}

static int argument_alloc(struct argument *arg, size_t count, char *error)
{
	if (count > ARGUMENT_BYTES_MAX / arg->type->size)
		return argument_complain(error, "an argument has at most %u bytes",
					 ARGUMENT_BYTES_MAX);
	arg->count = count;
	arg->size = count * arg->type->size;
	arg->bytes = calloc(1, arg->size + 1);
	return arg->bytes ? 0 : argument_complain(error, "not enough memory");
}

/* Writes value number @i. -ERANGE if it does not fit, -EINVAL if it is none. */
static int argument_put(const struct argument *arg, size_t i, const char *text)
{
	unsigned int bits = (unsigned int)arg->type->size * 8;
	void *at = arg->bytes + i * arg->type->size;
	char *end = NULL;
	int64_t number;
	double value;
	float single;

	errno = 0;
	switch (arg->type->form) {
	case ARGUMENT_UNSIGNED:
		if (*text == '-')
			return -ERANGE;
		number = (int64_t)strtoull(text, &end, 0);
		if (bits < 64 && (uint64_t)number >> bits)
			errno = ERANGE;
		break;
	case ARGUMENT_SIGNED:
		number = strtoll(text, &end, 0);
		if (bits < 64 && (number >> (bits - 1)) != 0 &&
		    (number >> (bits - 1)) != -1)
			errno = ERANGE;
		break;
	default:
		value = strtod(text, &end);
		single = (float)value;
		if (bits == 32 && isinf(single) && !isinf(value))
			errno = ERANGE;
		memcpy(at, bits == 32 ? (void *)&single : (void *)&value,
		       arg->type->size);
		break;
	}
	if (end == text || *end || *text == ' ' || *text == '+')
		return -EINVAL;
	/* A value too near to 0 is 0; that is no mistake. */
	if (errno == ERANGE && (arg->type->form != ARGUMENT_FLOAT ||
				isinf(strtod(text, NULL)) || bits == 32))
		return -ERANGE;
	if (arg->type->form != ARGUMENT_FLOAT)
		memcpy(at, &number, arg->type->size);
	return 0;
}

/* "w" and "h" among numbers are the size of the call's picture. */
static const char *argument_size(const char *word, const struct argument_picture *picture,
				 char *number, size_t size)
{
	if (!picture->width || (strcmp(word, "w") && strcmp(word, "h")))
		return word;
	snprintf(number, size, "%u", word[0] == 'w' ? picture->width : picture->height);
	return number;
}

static int argument_parse_numbers(struct argument *arg, const char *text,
				  const struct argument_picture *picture,
				  char *error)
{
	size_t count = 1;
	char *list, *rest, number[16];
	int ret;

	for (const char *c = text; *c; c++)
		count += *c == ',';
	ret = argument_alloc(arg, count, error);
	if (ret)
		return ret;
	list = rest = strdup(text);
	if (!list)
		return argument_complain(error, "not enough memory");
	for (size_t i = 0; !ret && i < count; i++) {
		const char *word = argument_size(strsep(&rest, ","), picture, number,
						 sizeof(number));

		ret = argument_put(arg, i, word);
		if (ret == -ERANGE)
			argument_complain(error, "'%s' does not fit into %s",
					  word, arg->type->name);
		else if (ret)
			argument_complain(error, "'%s' is no number", word);
	}
	free(list);
	return ret;
}

static int argument_hex_digit(char c)
{
	const char *digits = "0123456789abcdef";
	const char *at = c ? strchr(digits, c | 0x20) : NULL;

	return at ? (int)(at - digits) : -1;
}

static int argument_parse_hex(struct argument *arg, const char *text,
			      char *error)
{
	size_t length = strlen(text);
	int ret;

	if (length % 2)
		return argument_complain(error, "'%s': a byte has two hexadecimal digits",
					 text);
	ret = argument_alloc(arg, length / 2, error);
	for (size_t i = 0; !ret && i < length; i++) {
		int digit = argument_hex_digit(text[i]);

		if (digit < 0)
			return argument_complain(error, "'%c' is no hexadecimal digit",
						 text[i]);
		arg->bytes[i / 2] = (uint8_t)(arg->bytes[i / 2] << 4 | digit);
	}
	return ret;
}

static int argument_parse_file(struct argument *arg, const char *name,
			       char *error)
{
	FILE *file = fopen(name, "re");
	struct stat status;
	int ret;

	if (!file)
		return argument_complain(error, "cannot read %s: %s", name,
					 strerror(errno));
	if (fstat(fileno(file), &status) || !S_ISREG(status.st_mode)) {
		fclose(file);
		return argument_complain(error, "cannot read %s: no regular file",
					 name);
	}
	ret = argument_alloc(arg, (uint64_t)status.st_size > SIZE_MAX ?
			     SIZE_MAX : (size_t)status.st_size, error);
	if (!ret && fread(arg->bytes, 1, arg->size, file) != arg->size)
		ret = argument_complain(error, "cannot read %s", name);
	fclose(file);
	return ret;
}

/* The grey pixels, row by row. */
static int argument_parse_picture(struct argument *arg, const char *name, char *error)
{
	struct image image;
	int ret = -EINVAL;

	if (!image_open(&image, name)) {
		arg->picture.width = image.width;
		arg->picture.height = image.height;
		ret = argument_alloc(arg, (size_t)image.width * image.height, error);
		if (ret) {
			image_close(&image);
			return ret;
		}
		ret = image_read(&image, arg->bytes, image.width) ? -EINVAL : 0;
	}
	if (ret)
		argument_complain(error, "%s", image.error);
	image_close(&image);
	return ret;
}

/**
 * argument_measure() - see whether an argument is a picture, and how large
 * @picture: where to put the size, if it is the first one
 * @text: an argument
 * @error: room for %ARGUMENT_TEXT bytes: what is wrong
 *
 * Return: 0 or -EINVAL.
 */
int argument_measure(struct argument_picture *picture, const char *text, char *error)
{
	struct image image;
	int ret = 0;

	if (picture->width || strncmp(text, "in:png=", 7))
		return 0;
	if (image_open(&image, text + 7))
		ret = argument_complain(error, "%s", image.error);
	picture->width = image.width;
	picture->height = image.height;
	image_close(&image);
	return ret;
}

static int argument_parse_in(struct argument *arg, const char *text,
			     const struct argument_picture *picture, char *error)
{
	if (arg->type->form == ARGUMENT_FILE)
		return argument_parse_file(arg, text, error);
	if (*text == '[')
		return argument_complain(error, "an input has as many values as are given: write in:%s=...",
					 arg->type->name);
	if (*text++ != '=')
		return argument_complain(error, "an input needs a value: write in:%s=...",
					 arg->type->name);
	if (arg->type->form == ARGUMENT_HEX)
		return argument_parse_hex(arg, text, error);
	if (arg->type->form == ARGUMENT_PICTURE)
		return argument_parse_picture(arg, text, error);
	if (arg->type->form != ARGUMENT_STRING)
		return argument_parse_numbers(arg, text, picture, error);

	if (argument_alloc(arg, strlen(text) + 1, error))
		return -EINVAL;
	memcpy(arg->bytes, text, arg->count);
	return 0;
}

/* [N], with 1 if there is none. */
static int argument_parse_count(const char *text, size_t *count, char *error)
{
	unsigned long long value;
	char *end;

	*count = 1;
	if (!*text)
		return 0;
	errno = 0;
	value = strtoull(text + 1, &end, 10);
	if (*text != '[' || text[1] < '0' || text[1] > '9' || strcmp(end, "]"))
		return argument_complain(error, "'%s' is no count: write [N] after the type",
					 text);
	if (errno || !value || value > ARGUMENT_BYTES_MAX)
		return argument_complain(error, "'%s': an output has 1 to %u bytes",
					 text, ARGUMENT_BYTES_MAX);
	*count = (size_t)value;
	return 0;
}

/* "=FILE[WxH]"; without a size it is that of the call's picture. */
static int argument_parse_out_picture(struct argument *arg, const char *text,
				      const struct argument_picture *picture, char *error)
{
	const char *bracket = strrchr(text, '[');
	unsigned int width, height;
	int end = 0;

	if (*text != '=' || !text[1] || bracket == text + 1)
		return argument_complain(error, "a picture needs a file: write out:png=FILE");
	arg->picture = *picture;
	if (bracket && sscanf(bracket, "[%5ux%5u]%n", &width, &height, &end) == 2 &&
	    end && !bracket[end]) {
		arg->picture.width = width;
		arg->picture.height = height;
	} else {
		bracket = text + strlen(text);
	}
	if (!arg->picture.width || !arg->picture.height || arg->picture.width > IMAGE_MAX ||
	    arg->picture.height > IMAGE_MAX)
		return argument_complain(error, "no size: give in:png=FILE too, or write out:png=FILE[WIDTHxHEIGHT], at most %d each",
					 IMAGE_MAX);
	arg->file = strndup(text + 1, (size_t)(bracket - text - 1));
	if (!arg->file)
		return argument_complain(error, "not enough memory");
	return argument_alloc(arg, (size_t)arg->picture.width * arg->picture.height, error);
}

static int argument_parse_out(struct argument *arg, const char *text,
			      const struct argument_picture *picture, char *error)
{
	const char *bracket = text;
	size_t count;

	if (arg->type->form == ARGUMENT_PICTURE)
		return argument_parse_out_picture(arg, text, picture, error);
	if (*text == '=')
		return argument_complain(error, "an output has no value: write out:%s[N]",
					 arg->type->name);
	if (arg->type->form == ARGUMENT_FILE) {
		bracket = strrchr(text, '[');
		if (!bracket || bracket == text)
			return argument_complain(error, "say how many bytes: write out:@FILE[N]");
		arg->file = strndup(text, (size_t)(bracket - text));
		if (!arg->file)
			return argument_complain(error, "not enough memory");
	}
	if (argument_parse_count(bracket, &count, error))
		return -EINVAL;
	return argument_alloc(arg, count, error);
}

/**
 * argument_parse() - understand an argument
 * @arg: where to put it; argument_free() is to be called in any case
 * @text: the argument
 * @picture: the call's picture
 * @error: room for %ARGUMENT_TEXT bytes: what is wrong
 *
 * Return: 0 or -EINVAL.
 */
int argument_parse(struct argument *arg, const char *text,
		   const struct argument_picture *picture, char *error)
{
	memset(arg, 0, sizeof(*arg));
	arg->out = !strncmp(text, "out:", 4);
	if (*text == '-')
		return argument_complain(error, "an option comes before the module's name");
	if (!arg->out && strncmp(text, "in:", 3))
		return argument_complain(error, "an argument begins with in: or out:");

	text += arg->out ? 4 : 3;
	arg->type = argument_take_type(&text);
	if (!arg->type)
		return argument_complain(error, "no type '%.*s': there are u8 i8 u16 i16 u32 i32 u64 i64 f32 f64 str hex png @FILE",
					 (int)strcspn(text, "=["), text);
	return arg->out ? argument_parse_out(arg, text, picture, error) :
			  argument_parse_in(arg, text, picture, error);
}

/* "[N]" or "[]" at the beginning of @text; 0 if there is another thing. */
static int argument_take_wanted(const char *text, size_t *count, bool *any)
{
	char *end;

	*count = 1;
	if (*text != '[')
		return !*text || *text == ' ' || *text == ':';
	*count = strtoul(text + 1, &end, 10);
	*any |= end == text + 1;
	return *end == ']';
}

/**
 * argument_check() - is an argument what a method wants?
 * @arg: the argument, in or out as @wanted is
 * @wanted: an argument of the method's text, such as "in:u32[2]:shape", with
 *	a space or NUL behind it
 * @error: room for %ARGUMENT_TEXT bytes: what is wrong
 *
 * Bytes, from a file or as hexadecimal digits, can be anything.
 *
 * Return: 0 or -EINVAL.
 */
int argument_check(const struct argument *arg, const char *wanted, char *error)
{
	const char *name = strchr(wanted, ':') + 1;
	size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789");
	const struct argument_type *type = argument_find_type(name, length);
	int size = (int)strcspn(wanted, " ");
	size_t count;
	bool any;

	if (!strncmp(name, "handle", length) && length == strlen("handle"))
		return argument_complain(error, "the method wants a handle of memory, which only a program can give");
	any = type && type->form == ARGUMENT_STRING;
	if (!type || !argument_take_wanted(name + length, &count, &any))
		return argument_complain(error, "the module's own text is wrong at '%.*s': see SKEL() of qda/skel.h",
					 size, wanted);
	if ((arg->type != type && arg->type->form != ARGUMENT_HEX &&
	     arg->type->form != ARGUMENT_FILE &&
	     (arg->type->form != ARGUMENT_PICTURE || type->size != 1)) ||
	    (!any && arg->size != count * type->size))
		return argument_complain(error, "the method wants %.*s", size,
					 wanted);
	return 0;
}

/**
 * argument_free() - forget an argument
 * @arg: the argument
 */
void argument_free(struct argument *arg)
{
	free(arg->bytes);
	free(arg->file);
	memset(arg, 0, sizeof(*arg));
}
