// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * <stdio.h> without files: what goes to stdout and stderr becomes lines of the log,
 * there is nothing to read, and nothing to open.
 */

#include "guest/guest.h"
#include "libc/libc.h"
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

/* Take the line out of the stream, into the message of the thread. */
static void stdio_take_locked(struct stdio_file *file)
{
	char *message = thread_current()->message;

	memcpy(message, file->line, file->len);
	message[file->len] = '\0';
	file->len = 0;
}

/* A line is told when it ends, or when it is too long. Return: @byte, or STDIO_EOF. */
int fputc(int byte, struct stdio_file *file)
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
EXPORT(fputc);
EXPORT_AS(putc, &fputc);

int fflush(struct stdio_file *file)
{
	int some;

	if (!file)
		return fflush(&stdio_out) | fflush(&stdio_err);
	kernel_lock();
	some = file->len != 0;
	if (some)
		stdio_take_locked(file);
	kernel_unlock();
	if (some)
		upcall_log(file->level, file->name, 0, thread_current()->message);
	return 0;
}
EXPORT(fflush);

size_t fwrite(const void *data, size_t size, size_t count, struct stdio_file *file)
{
	const unsigned char *bytes = data;

	for (size_t i = 0; i < size * count; i++)
		if (fputc(bytes[i], file) == STDIO_EOF)
			return size ? i / size : 0;
	return count;
}
EXPORT(fwrite);

int fputs(const char *text, struct stdio_file *file)
{
	for (; *text; text++)
		if (fputc(*text, file) == STDIO_EOF)
			return STDIO_EOF;
	return 0;
}
EXPORT(fputs);

int puts(const char *text)
{
	fputs(text, &stdio_out);
	return fputc('\n', &stdio_out);
}
EXPORT(puts);

int putchar(int byte)
{
	return fputc(byte, &stdio_out);
}
EXPORT(putchar);

/* What is longer than the buffer of a thread is cut; the result says how long it was. */
int vfprintf(struct stdio_file *file, const char *format, va_list args)
{
	size_t size = THREAD_MESSAGE_SIZE;
	char *text = malloc(size);
	int len;

	if (!text)
		return STDIO_EOF;
	len = vsnprintf(text, size, format, args);
	if (fputs(text, file))
		len = STDIO_EOF;
	free(text);
	return len;
}
EXPORT(vfprintf);

int fprintf(struct stdio_file *file, const char *format, ...)
{
	va_list args;
	int len;

	va_start(args, format);
	len = vfprintf(file, format, args);
	va_end(args);
	return len;
}
EXPORT(fprintf);

int vprintf(const char *format, va_list args)
{
	return vfprintf(&stdio_out, format, args);
}
EXPORT(vprintf);

int printf(const char *format, ...)
{
	va_list args;
	int len;

	va_start(args, format);
	len = vprintf(format, args);
	va_end(args);
	return len;
}
EXPORT(printf);

/* There are no files. */
struct stdio_file *fopen(const char *path, const char *mode)
{
	(void)path;
	(void)mode;
	thread_current()->error = STDIO_ENOENT;
	return NULL;
}
EXPORT(fopen);

int fclose(struct stdio_file *file)
{
	return fflush(file);
}
EXPORT(fclose);

size_t fread(void *data, size_t size, size_t count, struct stdio_file *file)
{
	(void)data;
	(void)size;
	(void)count;
	(void)file;
	return 0;
}
EXPORT(fread);

int fgetc(struct stdio_file *file)
{
	(void)file;
	return STDIO_EOF;
}
EXPORT(fgetc);
EXPORT_AS(getc, &fgetc);

char *fgets(char *text, int size, struct stdio_file *file)
{
	(void)text;
	(void)size;
	(void)file;
	return NULL;
}
EXPORT(fgets);

int fseek(struct stdio_file *file, long offset, int whence)
{
	(void)file;
	(void)offset;
	(void)whence;
	return STDIO_EOF;
}
EXPORT(fseek);

long ftell(struct stdio_file *file)
{
	(void)file;
	return STDIO_EOF;
}
EXPORT(ftell);

int feof(struct stdio_file *file)
{
	return !file->level;
}
EXPORT(feof);

int ferror(struct stdio_file *file)
{
	(void)file;
	return 0;
}
EXPORT(ferror);

/* By numbers: there are 1 and 2. */

int write(int fd, const void *data, size_t size)
{
	if (fd != 1 && fd != 2) {
		thread_current()->error = STDIO_EBADF;
		return -1;
	}
	return (int)fwrite(data, 1, size, fd == 1 ? &stdio_out : &stdio_err);
}
EXPORT(write);

int open(const char *path, int flags, ...)
{
	(void)path;
	(void)flags;
	thread_current()->error = STDIO_ENOENT;
	return -1;
}
EXPORT(open);

int close(int fd)
{
	(void)fd;
	thread_current()->error = STDIO_EBADF;
	return -1;
}
EXPORT(close);

int read(int fd, void *data, size_t size)
{
	(void)data;
	(void)size;
	return close(fd);
}
EXPORT(read);

/* A PD has no environment. */
char *getenv(const char *name)
{
	(void)name;
	return NULL;
}
EXPORT(getenv);
