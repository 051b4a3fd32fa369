// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * vsnprintf() and its family: all conversions of C.
 * Uses little stack: threads of skeletons have 4 KiB.
 */

#include "libc/format.h"
#include "libc/libc.h"
#include "os/export.h"

/**
 * format_put() - append bytes, as far as there is room
 */
void format_put(struct format_out *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++, out->len++)
		if (out->len < out->room)
			out->text[out->len] = text[i];
}

/**
 * format_fill() - append a byte several times
 * @count: 0 and less: not at all
 */
void format_fill(struct format_out *out, char byte, int count)
{
	while (count-- > 0)
		format_put(out, &byte, 1);
}

/**
 * format_padded() - append a number with what makes it as wide as it shall be
 * @out: where to
 * @spec: width and flags
 * @prefix: sign, 0x
 * @zeros: zeros between prefix and digits
 * @text: digits
 * @len: of @text
 */
void format_padded(struct format_out *out, const struct format_spec *spec, const char *prefix,
		   int zeros, const char *text, size_t len)
{
	size_t prefix_len = strlen(prefix);
	int pad = spec->width - (int)prefix_len - zeros - (int)len;

	if (spec->flags & FORMAT_ZERO && !(spec->flags & FORMAT_LEFT) && pad > 0) {
		zeros += pad;
		pad = 0;
	}
	if (!(spec->flags & FORMAT_LEFT))
		format_fill(out, ' ', pad);
	format_put(out, prefix, prefix_len);
	format_fill(out, '0', zeros);
	format_put(out, text, len);
	if (spec->flags & FORMAT_LEFT)
		format_fill(out, ' ', pad);
}

static void format_integer(struct format_out *out, struct format_spec *spec,
			   unsigned long long value, const char *sign, unsigned int base)
{
	const char *digits = spec->flags & FORMAT_UPPER ? "0123456789ABCDEF" : "0123456789abcdef";
	char text[24];
	size_t at = sizeof(text);
	int zeros = 0;

	if (base == 16 && spec->flags & FORMAT_ALTERNATE && value)
		sign = spec->flags & FORMAT_UPPER ? "0X" : "0x";
	for (unsigned long long rest = value; rest; rest /= base)
		text[--at] = digits[rest % base];
	if (spec->precision >= 0) {
		spec->flags &= ~(unsigned int)FORMAT_ZERO;
		zeros = spec->precision - (int)(sizeof(text) - at);
	} else if (!value) {
		text[--at] = '0';
	}
	if (base == 8 && spec->flags & FORMAT_ALTERNATE && zeros <= 0 &&
	    (at == sizeof(text) || text[at] != '0'))
		zeros = 1;
	format_padded(out, spec, sign, zeros > 0 ? zeros : 0, text + at, sizeof(text) - at);
}

static void format_signed(struct format_out *out, struct format_spec *spec, long long value)
{
	unsigned long long absolute = (unsigned long long)value;
	const char *sign = "";

	if (value < 0) {
		absolute = 0 - absolute;
		sign = "-";
	} else if (spec->flags & FORMAT_PLUS) {
		sign = "+";
	} else if (spec->flags & FORMAT_BLANK) {
		sign = " ";
	}
	format_integer(out, spec, absolute, sign, 10);
}

/* Return: bytes. */
static size_t format_utf8(char *bytes, uint32_t code)
{
	size_t len = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;

	for (size_t i = len; i-- > 1; code >>= 6)
		bytes[i] = (char)(0x80 | (code & 0x3f));
	bytes[0] = (char)(len == 1 ? code : (0xf00u >> len & 0xf0) | code);
	return len;
}

static void format_string(struct format_out *out, struct format_spec *spec, const char *text)
{
	size_t len;

	if (!text)
		text = "(null)";
	len = spec->precision < 0 ? strlen(text) : strnlen(text, spec->precision);
	spec->flags &= ~(unsigned int)FORMAT_ZERO;
	format_padded(out, spec, "", 0, text, len);
}

/* Wide characters, 4 bytes each, as UTF-8; the precision counts bytes. */
static void format_wide(struct format_out *out, struct format_spec *spec, const uint32_t *text)
{
	size_t room = spec->precision < 0 ? SIZE_MAX : (size_t)spec->precision, len = 0, count = 0;
	char bytes[4];

	if (!text) {
		format_string(out, spec, NULL);
		return;
	}
	for (size_t part; text[count]; count++, len += part) {
		part = format_utf8(bytes, text[count]);
		if (part > room - len)
			break;
	}
	if (!(spec->flags & FORMAT_LEFT))
		format_fill(out, ' ', spec->width - (int)len);
	for (size_t i = 0; i < count; i++)
		format_put(out, bytes, format_utf8(bytes, text[i]));
	if (spec->flags & FORMAT_LEFT)
		format_fill(out, ' ', spec->width - (int)len);
}

/* A number of the format or, for a star, of the arguments. */
static const char *format_number(const char *format, int *number, va_list *args)
{
	*number = 0;
	if (*format == '*') {
		*number = va_arg(*args, int);
		return format + 1;
	}
	for (; *format >= '0' && *format <= '9'; format++)
		if (*number < 100000)
			*number = *number * 10 + *format - '0';
	return format;
}

static const char *format_parse(const char *format, struct format_spec *spec, va_list *args)
{
	static const char marks[] = "-0+ #";
	const char *mark;

	spec->flags = 0;
	spec->precision = -1;
	while (*format && (mark = strchr(marks, *format))) {
		spec->flags |= 1u << (mark - marks);
		format++;
	}
	format = format_number(format, &spec->width, args);
	if (spec->width < 0) {
		spec->flags |= FORMAT_LEFT;
		spec->width = -spec->width;
	}
	if (*format == '.')
		format = format_number(format + 1, &spec->precision, args);
	return format;
}

/* hh, h, none, l, ll: -2 to 2. */
static const char *format_length(const char *format, int *length)
{
	*length = 0;
	for (;; format++) {
		switch (*format) {
		case 'h':
			--*length;
			break;
		case 'l':
			++*length;
			break;
		case 'j':
		case 'L':
		case 'q':
			*length = 2;
			break;
		case 'z':
		case 't':
			break;
		default:
			return format;
		}
	}
}

static long long format_take_signed(int length, va_list *args)
{
	if (length >= 2)
		return va_arg(*args, long long);
	if (length == 1)
		return va_arg(*args, long);
	if (length == -1)
		return (short)va_arg(*args, int);
	if (length <= -2)
		return (signed char)va_arg(*args, int);
	return va_arg(*args, int);
}

static unsigned long long format_take_unsigned(int length, va_list *args)
{
	if (length >= 2)
		return va_arg(*args, unsigned long long);
	if (length == 1)
		return va_arg(*args, unsigned long);
	if (length == -1)
		return (unsigned short)va_arg(*args, unsigned int);
	if (length <= -2)
		return (unsigned char)va_arg(*args, unsigned int);
	return va_arg(*args, unsigned int);
}

static void format_character(struct format_out *out, struct format_spec *spec, int length,
			     int value)
{
	const uint32_t wide[2] = {(uint32_t)value, 0};
	char byte = (char)value;

	spec->flags &= ~(unsigned int)FORMAT_ZERO;
	if (length == 1)
		format_wide(out, spec, wide);
	else
		format_padded(out, spec, "", 0, &byte, 1);
}

/* How much there is so far. */
static void format_give_len(const struct format_out *out, int length, void *to)
{
	long long len = (long long)out->len;

	/* Little endian: the first bytes are those of a shorter number. */
	memcpy(to, &len, length >= 2 ? 8 : length >= 0 ? 4 : length == -1 ? 2 : 1);
}

static void format_convert(struct format_out *out, struct format_spec *spec, int length,
			   va_list *args)
{
	switch (spec->conversion) {
	case 'd':
	case 'i':
		format_signed(out, spec, format_take_signed(length, args));
		return;
	case 'u':
		format_integer(out, spec, format_take_unsigned(length, args), "", 10);
		return;
	case 'o':
		format_integer(out, spec, format_take_unsigned(length, args), "", 8);
		return;
	case 'X':
		spec->flags |= FORMAT_UPPER;
		/* fall through */
	case 'x':
		format_integer(out, spec, format_take_unsigned(length, args), "", 16);
		return;
	case 'p':
		spec->flags |= FORMAT_ALTERNATE;
		format_integer(out, spec, (uintptr_t)va_arg(*args, void *), "", 16);
		return;
	case 'c':
		format_character(out, spec, length, va_arg(*args, int));
		return;
	case 's':
		if (length == 1)
			format_wide(out, spec, va_arg(*args, const uint32_t *));
		else
			format_string(out, spec, va_arg(*args, const char *));
		return;
	case 'n':
		format_give_len(out, length, va_arg(*args, void *));
		return;
	case 'A':
	case 'E':
	case 'F':
	case 'G':
		spec->flags |= FORMAT_UPPER;
		spec->conversion |= 0x20;
		/* fall through */
	case 'a':
	case 'e':
	case 'f':
	case 'g':
		format_real(out, spec, va_arg(*args, double));
		return;
	default:
		format_put(out, &spec->conversion, 1);
	}
}

int vsnprintf(char *text, size_t size, const char *format, va_list arguments)
{
	struct format_out out = {text, size, 0};
	va_list args;

	va_copy(args, arguments);
	while (*format) {
		struct format_spec spec;
		const char *start = format;
		int length;

		while (*format && *format != '%')
			format++;
		format_put(&out, start, format - start);
		if (!*format)
			break;
		format = format_parse(format + 1, &spec, &args);
		format = format_length(format, &length);
		spec.conversion = *format;
		if (!spec.conversion)
			break;
		format++;
		format_convert(&out, &spec, length, &args);
	}
	va_end(args);
	if (size)
		text[out.len < size ? out.len : size - 1] = '\0';
	return (int)out.len;
}
EXPORT(vsnprintf);

int snprintf(char *text, size_t size, const char *format, ...)
{
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(text, size, format, args);
	va_end(args);
	return len;
}
EXPORT(snprintf);

int vsprintf(char *text, const char *format, va_list args)
{
	return vsnprintf(text, INT32_MAX, format, args);
}
EXPORT(vsprintf);

int sprintf(char *text, const char *format, ...)
{
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(text, INT32_MAX, format, args);
	va_end(args);
	return len;
}
EXPORT(sprintf);
