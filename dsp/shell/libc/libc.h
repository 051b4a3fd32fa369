/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_LIBC_H
#define DSP_SHELL_LIBC_H

/*
 * The part of C's library that skeletons use, and that the shell uses itself.
 */

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

void *memchr(const void *memory, int byte, size_t size);
int memcmp(const void *left, const void *right, size_t size);
void *memcpy(void *to, const void *from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *memory, int byte, size_t size);

char *strcat(char *to, const char *from);
char *strchr(const char *text, int byte);
int strcmp(const char *left, const char *right);
char *strcpy(char *to, const char *from);
size_t strlcpy(char *to, const char *from, size_t size);
size_t strlen(const char *text);
int strncmp(const char *left, const char *right, size_t size);
size_t strnlen(const char *text, size_t size);
char *strrchr(const char *text, int byte);
char *strstr(const char *text, const char *part);

int snprintf(char *out, size_t size, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
int vsnprintf(char *out, size_t size, const char *format, va_list args)
	__attribute__((format(printf, 3, 0)));

int isalpha(int c);
int isdigit(int c);
int isspace(int c);
int isxdigit(int c);
int tolower(int c);

void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *memory, size_t size);
void *memalign(size_t alignment, size_t size);
void free(void *memory);

#endif
