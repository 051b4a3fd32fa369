// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * <string.h> for texts. Meaning and names are those of C and POSIX.
 */

#include "libc/libc.h"
#include "os/export.h"
#include "os/thread.h"

size_t strlen(const char *text)
{
	const char *end = text;

	while (*end)
		end++;
	return end - text;
}
EXPORT(strlen);

size_t strnlen(const char *text, size_t size)
{
	size_t len = 0;

	while (len < size && text[len])
		len++;
	return len;
}
EXPORT(strnlen);

int strcmp(const char *left, const char *right)
{
	while (*left && *left == *right) {
		left++;
		right++;
	}
	return (unsigned char)*left - (unsigned char)*right;
}
EXPORT(strcmp);
EXPORT_AS(strcoll, &strcmp);

int strncmp(const char *left, const char *right, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (left[i] != right[i])
			return (unsigned char)left[i] - (unsigned char)right[i];
		if (!left[i])
			break;
	}
	return 0;
}
EXPORT(strncmp);

static int string_lower(unsigned char byte)
{
	return byte >= 'A' && byte <= 'Z' ? byte + 'a' - 'A' : byte;
}

int strncasecmp(const char *left, const char *right, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		int difference = string_lower(left[i]) - string_lower(right[i]);

		if (difference || !left[i])
			return difference;
	}
	return 0;
}
EXPORT(strncasecmp);

int strcasecmp(const char *left, const char *right)
{
	return strncasecmp(left, right, SIZE_MAX);
}
EXPORT(strcasecmp);

char *strcpy(char *to, const char *from)
{
	memcpy(to, from, strlen(from) + 1);
	return to;
}
EXPORT(strcpy);

char *strncpy(char *to, const char *from, size_t size)
{
	size_t len = strnlen(from, size);

	memcpy(to, from, len);
	memset(to + len, 0, size - len);
	return to;
}
EXPORT(strncpy);

size_t strlcpy(char *to, const char *from, size_t size)
{
	size_t len = strlen(from);

	if (size) {
		size_t part = len < size ? len : size - 1;

		memcpy(to, from, part);
		to[part] = '\0';
	}
	return len;
}
EXPORT(strlcpy);

char *strcat(char *to, const char *from)
{
	strcpy(to + strlen(to), from);
	return to;
}
EXPORT(strcat);

char *strncat(char *to, const char *from, size_t size)
{
	size_t len = strnlen(from, size);
	char *end = to + strlen(to);

	memcpy(end, from, len);
	end[len] = '\0';
	return to;
}
EXPORT(strncat);

size_t strlcat(char *to, const char *from, size_t size)
{
	size_t len = strnlen(to, size);

	return len + strlcpy(to + len, from, size - len);
}
EXPORT(strlcat);

char *strchr(const char *text, int byte)
{
	for (;; text++) {
		if (*text == (char)byte)
			return (char *)text;
		if (!*text)
			return NULL;
	}
}
EXPORT(strchr);

char *strrchr(const char *text, int byte)
{
	const char *found = NULL;

	for (;; text++) {
		if (*text == (char)byte)
			found = text;
		if (!*text)
			return (char *)found;
	}
}
EXPORT(strrchr);

char *strstr(const char *text, const char *part)
{
	size_t len = strlen(part);

	for (;; text++) {
		if (!strncmp(text, part, len))
			return (char *)text;
		if (!*text)
			return NULL;
	}
}
EXPORT(strstr);

size_t strspn(const char *text, const char *set)
{
	size_t len = 0;

	while (text[len] && strchr(set, text[len]))
		len++;
	return len;
}
EXPORT(strspn);

size_t strcspn(const char *text, const char *set)
{
	size_t len = 0;

	while (text[len] && !strchr(set, text[len]))
		len++;
	return len;
}
EXPORT(strcspn);

char *strpbrk(const char *text, const char *set)
{
	text += strcspn(text, set);
	return *text ? (char *)text : NULL;
}
EXPORT(strpbrk);

char *strtok_r(char *text, const char *set, char **next)
{
	char *end;

	if (!text)
		text = *next;
	text += strspn(text, set);
	end = text + strcspn(text, set);
	*next = *end ? end + 1 : end;
	if (text == end)
		return NULL;
	*end = '\0';
	return text;
}
EXPORT(strtok_r);

char *strtok(char *text, const char *set)
{
	static char *next;

	return strtok_r(text, set, &next);
}
EXPORT(strtok);

char *strsep(char **text, const char *set)
{
	char *start = *text, *end;

	if (!start)
		return NULL;
	end = start + strcspn(start, set);
	*text = *end ? end + 1 : NULL;
	*end = '\0';
	return start;
}
EXPORT(strsep);

char *strerror(int error)
{
	struct thread *self = thread_current();

	snprintf(self->message, sizeof(self->message), "error %d", error);
	return self->message;
}
EXPORT(strerror);

char *strdup(const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = malloc(size);

	return copy ? memcpy(copy, text, size) : NULL;
}
EXPORT(strdup);
