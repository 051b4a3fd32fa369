/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_TESTS_DSP_LIBC_H
#define DSP_TESTS_DSP_LIBC_H

/* What the test libraries import of the DSP: C and its library, and the arguments of methods. */

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

union dsp_arg {
	struct {
		void *data;
		uint32_t len;
	} buffer;
	struct {
		int32_t fd;
		uint32_t offset;
	} dma;
	uint64_t handle;
};

void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *memory, size_t size);
void *memalign(size_t alignment, size_t size);
void free(void *memory);
void *memcpy(void *to, const void *from, size_t size);
void *memset(void *memory, int byte, size_t size);
int memcmp(const void *left, const void *right, size_t size);
size_t strlen(const char *text);
size_t strlcpy(char *to, const char *from, size_t size);
size_t strlcat(char *to, const char *from, size_t size);
char *strtok_r(char *text, const char *set, char **next);
unsigned long strtoul(const char *text, char **end, int base);
long strtol(const char *text, char **end, int base);
unsigned long long strtoull(const char *text, char **end, int base);
long long strtoll(const char *text, char **end, int base);
int atoi(const char *text);
char *strstr(const char *text, const char *part);
int *__errno_location(void);
int sscanf(const char *text, const char *format, ...);
int snprintf(char *text, size_t size, const char *format, ...);
void qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *));
float sqrtf(float value);
double sqrt(double value);
int setjmp(void *buffer) __attribute__((returns_twice));
void longjmp(void *buffer, int value);
void abort(void);
void exit(int status);
void _Assert(const char *expression, const char *function);
extern char _Stdout[], _Stderr[];
int fprintf(void *file, const char *format, ...);
int printf(const char *format, ...);
int fputs(const char *text, void *file);
int fputc(int byte, void *file);
size_t fwrite(const void *data, size_t size, size_t count, void *file);
int fflush(void *file);
void *fopen(const char *path, const char *mode);
char *getenv(const char *name);
int write(int fd, const void *data, size_t size);
int read(int fd, void *data, size_t size);
int open(const char *path, int flags, ...);
int close(int fd);
const int16_t *_Getpctype(void);
const int16_t *_Getptolower(void);
const int16_t *_Getptoupper(void);
double strtod(const char *text, char **end);
float strtof(const char *text, char **end);
double atof(const char *text);

#endif
