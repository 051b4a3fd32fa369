/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_STRING_H
#define QDA_STRING_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

void *memccpy(void *to, const void *from, int byte, size_t size);
void *memchr(const void *memory, int byte, size_t size);
int memcmp(const void *left, const void *right, size_t size);
void *memcpy(void *to, const void *from, size_t size);
void *memmem(const void *memory, size_t size, const void *part, size_t part_size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *memory, int byte, size_t size);
char *stpcpy(char *to, const char *from);
char *strcat(char *to, const char *from);
char *strchr(const char *text, int byte);
int strcmp(const char *left, const char *right);
int strcoll(const char *left, const char *right);
char *strcpy(char *to, const char *from);
size_t strcspn(const char *text, const char *set);
char *strdup(const char *text);
char *strerror(int error);
size_t strlcat(char *to, const char *from, size_t size);
size_t strlcpy(char *to, const char *from, size_t size);
size_t strlen(const char *text);
char *strncat(char *to, const char *from, size_t size);
int strncmp(const char *left, const char *right, size_t size);
char *strncpy(char *to, const char *from, size_t size);
char *strndup(const char *text, size_t size);
size_t strnlen(const char *text, size_t size);
char *strpbrk(const char *text, const char *set);
char *strrchr(const char *text, int byte);
char *strsep(char **text, const char *set);
size_t strspn(const char *text, const char *set);
char *strstr(const char *text, const char *part);
char *strtok(char *text, const char *set);
char *strtok_r(char *text, const char *set, char **next);
size_t strxfrm(char *to, const char *from, size_t size);

/* Of Qualcomm's C library: copy what fits into the first size, and return how much. */
size_t memscpy(void *to, size_t to_size, const void *from, size_t size);
size_t memsmove(void *to, size_t to_size, const void *from, size_t size);

#ifdef __cplusplus
}
#endif

#endif
