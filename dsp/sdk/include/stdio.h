/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_STDIO_H
#define QDA_STDIO_H

#include <stdarg.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * stdout and stderr become lines of the DSP's log, each when it ends. There are no
 * files: fopen() finds none.
 */
#define EOF		(-1)
#define SEEK_SET	0
#define SEEK_CUR	1
#define SEEK_END	2

typedef struct qda_file FILE;

extern FILE _Stdin, _Stdout, _Stderr;

#define stdin	(&_Stdin)
#define stdout	(&_Stdout)
#define stderr	(&_Stderr)

#define QDA_PRINTF(format_at, list_at)	__attribute__((format(printf, format_at, list_at)))

QDA_PRINTF(1, 2) int printf(const char *format, ...);
QDA_PRINTF(2, 3) int fprintf(FILE *stream, const char *format, ...);
QDA_PRINTF(2, 3) int sprintf(char *text, const char *format, ...);
QDA_PRINTF(3, 4) int snprintf(char *text, size_t size, const char *format, ...);
QDA_PRINTF(2, 3) int asprintf(char **text, const char *format, ...);
QDA_PRINTF(1, 0) int vprintf(const char *format, va_list list);
QDA_PRINTF(2, 0) int vfprintf(FILE *stream, const char *format, va_list list);
QDA_PRINTF(2, 0) int vsprintf(char *text, const char *format, va_list list);
QDA_PRINTF(3, 0) int vsnprintf(char *text, size_t size, const char *format, va_list list);
QDA_PRINTF(2, 0) int vasprintf(char **text, const char *format, va_list list);

#undef QDA_PRINTF

__attribute__((format(scanf, 2, 3))) int sscanf(const char *text, const char *format, ...);
__attribute__((format(scanf, 2, 0))) int vsscanf(const char *text, const char *format,
						 va_list list);

int puts(const char *text);
int putchar(int byte);
int fputc(int byte, FILE *stream);
int putc(int byte, FILE *stream);
int fputs(const char *text, FILE *stream);
size_t fwrite(const void *data, size_t size, size_t count, FILE *stream);
int fflush(FILE *stream);

FILE *fopen(const char *path, const char *mode);
int fclose(FILE *stream);
size_t fread(void *data, size_t size, size_t count, FILE *stream);
int fgetc(FILE *stream);
int getc(FILE *stream);
char *fgets(char *text, int size, FILE *stream);
int fseek(FILE *stream, long offset, int whence);
long ftell(FILE *stream);
int feof(FILE *stream);
int ferror(FILE *stream);

#ifdef __cplusplus
}
#endif

#endif
