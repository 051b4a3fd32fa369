// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * <stdio.h> without files: what goes to stdout and stderr becomes lines of the log,
 * there is nothing to read, and nothing to open.
 */

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guest/guest.h"
#include "os/export.h"
#include "os/thread.h"

#define STDIO_EOF	(-1)
#define STDIO_ENOENT	2
#define STDIO_EBADF	9
#define STDIO_LINE	256u

/*
 * A stream begins as Dinkumware's FILE does, as macros look into it: nothing to read
 * and no room to write, so they call the functions.
 */
struct stdio_file {
	uint32_t dinkumware[32];
	const char *name;
	unsigned int level;	/* of the log; 0: it is for reading */
	uint32_t len;
	char line[STDIO_LINE];
};

static struct stdio_file stdio_in = {.name = "stdin"};
static struct stdio_file stdio_out = {.name = "stdout", .level = 2};
static struct stdio_file stdio_err = {.name = "stderr", .level = 3};

EXPORT_AS(_Stdin, &stdio_in);
EXPORT_AS(_Stdout, &stdio_out);
EXPORT_AS(_Stderr, &stdio_err);

/* And as musl's <stdio.h> has them. */
static struct stdio_file *const stdio_pointers[] = {&stdio_in, &stdio_out, &stdio_err};

EXPORT_AS(stdin, &stdio_pointers[0]);
EXPORT_AS(stdout, &stdio_pointers[1]);
EXPORT_AS(stderr, &stdio_pointers[2]);

/* Take the line out of the stream, into the message of the thread. */
static void stdio_take_locked(struct stdio_file *file)
{
	char *message = thread_current()->message;

	memcpy(message, file->line, file->len);
	message[file->len] = '\0';
	file->len = 0;
}

/* A line is told when it ends, or when it is too long. Return: @byte, or STDIO_EOF. */
static int stdio_fputc(int byte, struct stdio_file *file)
{
	int full;

	if (!file->level)
		return STDIO_EOF;
	kernel_lock();
	if (byte != '\n')
		file->line[file->len++] = (char)byte;
	full = byte == '\n' || file->len == STDIO_LINE - 1;
	if (full)
		stdio_take_locked(file);
	kernel_unlock();
	if (full)
		upcall_log(file->level, file->name, 0, thread_current()->message);
	return (unsigned char)byte;
}
EXPORT_AS(fputc, &stdio_fputc);
EXPORT_AS(putc, &stdio_fputc);

static int stdio_fflush(struct stdio_file *file)
{
	int some;

	if (!file)
		return stdio_fflush(&stdio_out) | stdio_fflush(&stdio_err);
	kernel_lock();
	some = file->len != 0;
	if (some)
		stdio_take_locked(file);
	kernel_unlock();
	if (some)
		upcall_log(file->level, file->name, 0, thread_current()->message);
	return 0;
}
EXPORT_AS(fflush, &stdio_fflush);

static size_t stdio_fwrite(const void *data, size_t size, size_t count, struct stdio_file *file)
{
	const unsigned char *bytes = data;

	for (size_t i = 0; i < size * count; i++)
		if (stdio_fputc(bytes[i], file) == STDIO_EOF)
			return size ? i / size : 0;
	return count;
}
EXPORT_AS(fwrite, &stdio_fwrite);

static int stdio_fputs(const char *text, struct stdio_file *file)
{
	for (; *text; text++)
		if (stdio_fputc(*text, file) == STDIO_EOF)
			return STDIO_EOF;
	return 0;
}
EXPORT_AS(fputs, &stdio_fputs);

static int stdio_puts(const char *text)
{
	stdio_fputs(text, &stdio_out);
	return stdio_fputc('\n', &stdio_out);
}
EXPORT_AS(puts, &stdio_puts);

static int stdio_putchar(int byte)
{
	return stdio_fputc(byte, &stdio_out);
}
EXPORT_AS(putchar, &stdio_putchar);

/* What is longer than the buffer of a thread is cut; the result says how long it was. */
static int stdio_vfprintf(struct stdio_file *file, const char *format, va_list args)
{
	size_t size = THREAD_MESSAGE_SIZE;
	char *text = malloc(size);
	int len;

	if (!text)
		return STDIO_EOF;
	len = vsnprintf(text, size, format, args);
	if (stdio_fputs(text, file))
		len = STDIO_EOF;
	free(text);
	return len;
}
EXPORT_AS(vfprintf, &stdio_vfprintf);

static int stdio_fprintf(struct stdio_file *file, const char *format, ...)
{
	va_list args;
	int len;

	va_start(args, format);
	len = stdio_vfprintf(file, format, args);
	va_end(args);
	return len;
}
EXPORT_AS(fprintf, &stdio_fprintf);

static int stdio_vprintf(const char *format, va_list args)
{
	return stdio_vfprintf(&stdio_out, format, args);
}
EXPORT_AS(vprintf, &stdio_vprintf);

static int stdio_printf(const char *format, ...)
{
	va_list args;
	int len;

	va_start(args, format);
	len = stdio_vprintf(format, args);
	va_end(args);
	return len;
}
EXPORT_AS(printf, &stdio_printf);

static int stdio_fclose(struct stdio_file *file)
{
	return stdio_fflush(file);
}
EXPORT_AS(fclose, &stdio_fclose);

static int stdio_feof(struct stdio_file *file)
{
	return !file->level;
}
EXPORT_AS(feof, &stdio_feof);

/* There are no files and there is nothing to read, whatever the arguments say. */

static int stdio_fail(int error)
{
	thread_current()->error = error;
	return STDIO_EOF;
}

static int stdio_open(void)
{
	return stdio_fail(STDIO_ENOENT);
}
EXPORT_AS(open, &stdio_open);

static int stdio_close(void)
{
	return stdio_fail(STDIO_EBADF);
}
EXPORT_AS(close, &stdio_close);
EXPORT_AS(read, &stdio_close);

static void *stdio_fopen(void)
{
	stdio_fail(STDIO_ENOENT);
	return NULL;
}
EXPORT_AS(fopen, &stdio_fopen);

static int stdio_nothing(void)
{
	return STDIO_EOF;
}
EXPORT_AS(fgetc, &stdio_nothing);
EXPORT_AS(getc, &stdio_nothing);
EXPORT_AS(fseek, &stdio_nothing);
EXPORT_AS(ftell, &stdio_nothing);

/* A PD has no environment either. */
static void *stdio_none(void)
{
	return NULL;
}
EXPORT_AS(fread, &stdio_none);
EXPORT_AS(fgets, &stdio_none);
EXPORT_AS(ferror, &stdio_none);
EXPORT_AS(getenv, &stdio_none);

/* By numbers: there are 1 and 2. */
static int stdio_write(int fd, const void *data, size_t size)
{
	if (fd != 1 && fd != 2)
		return stdio_fail(STDIO_EBADF);
	return (int)stdio_fwrite(data, 1, size, fd == 1 ? &stdio_out : &stdio_err);
}
EXPORT_AS(write, &stdio_write);
