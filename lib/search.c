// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * The search path: where the files are that a DSP may read. What asks is code
 * on the DSP, which is not trusted: it names a file, never a folder, and gets
 * regular files only.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "search.h"

#define SEARCH_SYSTEM	"/usr/lib/dsp"

/* Both names are in use, and both ':' and ';' between folders. */
static const char *const search_variables[] = {
	"DSP_LIBRARY_PATH", "ADSP_LIBRARY_PATH",
};

static int search_has(const struct qda_search *search, const char *folder,
		      size_t length)
{
	for (const char *f = qda_search_next(search, NULL); f;
	     f = qda_search_next(search, f)) {
		if (strlen(f) == length && !memcmp(f, folder, length))
			return 1;
	}
	return 0;
}

static int search_add(struct qda_search *search, const char *folder,
		      size_t length)
{
	char *grown;

	/* "/lib/" and "/lib" are one folder; nothing is no folder. */
	while (length > 1 && folder[length - 1] == '/')
		length--;
	if (!length || search_has(search, folder, length))
		return 0;

	grown = realloc(search->folders, search->size + length + 2);
	if (!grown)
		return -ENOMEM;
	memcpy(grown + search->size, folder, length);
	search->size += length + 1;
	grown[search->size - 1] = '\0';
	grown[search->size] = '\0';
	search->folders = grown;
	return 0;
}

static int search_add_list(struct qda_search *search, const char *list)
{
	int ret = 0;

	while (list && *list && !ret) {
		size_t length = strcspn(list, ":;");

		ret = search_add(search, list, length);
		list += length;
		list += *list != '\0';
	}
	return ret;
}

/**
 * qda_search_init() - make the search path of a session
 * @search: where to put it
 * @first: folders that come before all others, or NULL
 * @domain: name of the DSP
 *
 * Return: 0 or -ENOMEM; qda_search_fini() is to be called in either case.
 */
int qda_search_init(struct qda_search *search, const char *first,
		    const char *domain)
{
	char own[sizeof(SEARCH_SYSTEM) + 64];
	int ret;

	memset(search, 0, sizeof(*search));
	ret = search_add_list(search, first);
	for (size_t i = 0; !ret && i < sizeof(search_variables) /
	     sizeof(search_variables[0]); i++)
		ret = search_add_list(search,
				      secure_getenv(search_variables[i]));
	if (ret)
		return ret;

	snprintf(own, sizeof(own), SEARCH_SYSTEM "/%s", domain);
	ret = search_add(search, own, strlen(own));
	if (!ret)
		ret = search_add(search, SEARCH_SYSTEM, strlen(SEARCH_SYSTEM));
	return ret;
}

/**
 * qda_search_fini() - free a search path
 * @search: the search path
 */
void qda_search_fini(struct qda_search *search)
{
	free(search->folders);
	memset(search, 0, sizeof(*search));
}

/**
 * qda_search_next() - walk along the folders
 * @search: the search path
 * @folder: a folder from this function, or NULL to begin
 *
 * Return: the next folder, or NULL.
 */
const char *qda_search_next(const struct qda_search *search,
			    const char *folder)
{
	const char *next = folder ? folder + strlen(folder) + 1 :
				    search->folders;

	return next && *next ? next : NULL;
}

/**
 * qda_search_plain() - the name of a file as the search path knows it
 * @name: what a program, a URI or code on the DSP calls it
 *
 * DSPs ask for "./NAME" where their code says NAME; there may be several "./".
 * Any other folder is refused, so that no name leads out of the search path;
 * a hidden file is no library, and without hidden names there is no "..".
 *
 * Return: the name without "./", or NULL if it cannot be the name of a file.
 */
const char *qda_search_plain(const char *name)
{
	while (name[0] == '.' && name[1] == '/')
		name += 2;
	return *name && *name != '.' && !strchr(name, '/') ? name : NULL;
}

/* A descriptor of @path, or -ENOENT if it is no regular file. */
static int search_open_file(const char *path)
{
	struct stat status;
	int fd;

	/* Opening a device or a pipe may do something: look before. */
	if (stat(path, &status))
		return -errno;
	if (!S_ISREG(status.st_mode))
		return -ENOENT;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return -errno;
	if (fstat(fd, &status) || !S_ISREG(status.st_mode)) {
		close(fd);
		return -ENOENT;
	}
	return fd;
}

/* Takes @file over. */
static void search_note(char **path, char *file)
{
	if (!path) {
		free(file);
		return;
	}
	free(*path);
	*path = file;
}

/**
 * qda_search_open() - open the first file of a name
 * @search: the search path
 * @name: its name, from qda_search_plain()
 * @path: where to put the path, to be freed, or NULL: of the file; of one that
 *	is there and cannot be opened; NULL if there is none
 *
 * Return: a descriptor for reading; -ENOENT if it is nowhere; -EACCES or another error of
 * open(2) if it is somewhere, but could not be opened.
 */
int qda_search_open(const struct qda_search *search, const char *name,
		    char **path)
{
	int ret = -ENOENT;

	if (path)
		*path = NULL;

	for (const char *folder = qda_search_next(search, NULL); folder;
	     folder = qda_search_next(search, folder)) {
		char *file;
		int fd;

		if (asprintf(&file, "%s/%s", folder, name) < 0)
			return -ENOMEM;
		fd = search_open_file(file);
		if (fd == -ENOENT || fd == -ENOTDIR) {
			free(file);
			continue;
		}
		search_note(path, file);
		if (fd >= 0)
			return fd;
		ret = fd;
	}
	return ret;
}

static void search_append(char *text, size_t size, const char *separator,
			  const char *word)
{
	size_t used = strlen(text);

	snprintf(text + used, size - used, "%s%s", separator, word);
}

/**
 * qda_search_text() - say that a file is missing, and what to do
 * @search: the search path
 * @name: name of the file
 * @text: where to put the text
 * @size: bytes at @text, at least 1
 */
void qda_search_text(const struct qda_search *search, const char *name,
		     char *text, size_t size)
{
	static const char remedy[] =
		": put it there, or name its folder in DSP_LIBRARY_PATH";
	const char *separator = " ";

	snprintf(text, size, "there is no %s in", name);
	for (const char *folder = qda_search_next(search, NULL); folder;
	     folder = qda_search_next(search, folder)) {
		size_t need = strlen(text) + strlen(folder) + sizeof(remedy) +
			      strlen(", , ...");

		/* Rather fewer folders than half a remedy. */
		search_append(text, size, separator,
			      need > size ? "..." : folder);
		if (need > size)
			break;
		separator = ", ";
	}
	search_append(text, size, remedy, "");
}
