// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * The supply of files: what the DSP asked for, what it got and what was
 * missing, so that the program can be told.
 */
#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "search.h"
#include "supply.h"

/**
 * struct qda_supply_file - a file that the DSP has opened
 */
struct qda_supply_file {
	/** @next: the next one of the session */
	struct qda_supply_file *next;
	/** @path: where it was found last time */
	char *path;
	/** @handed_over: whether the DSP has read of it */
	atomic_bool handed_over;
	/** @name: what the DSP calls it */
	char name[];
};

/**
 * qda_supply_init() - begin with the default search path
 * @supply: the supply
 * @domain: name of the DSP
 *
 * Return: 0 or -ENOMEM; qda_supply_fini() is to be called in either case.
 */
int qda_supply_init(struct qda_supply *supply, const char *domain)
{
	memset(supply, 0, sizeof(*supply));
	pthread_mutex_init(&supply->lock, NULL);
	return qda_search_init(&supply->search, NULL, domain);
}

/**
 * qda_supply_fini() - forget all
 * @supply: the supply, no longer in use
 */
void qda_supply_fini(struct qda_supply *supply)
{
	struct qda_supply_file *file;

	while ((file = supply->files)) {
		supply->files = file->next;
		free(file->path);
		free(file);
	}
	qda_search_fini(&supply->search);
	pthread_mutex_destroy(&supply->lock);
}

/**
 * qda_supply_set_path() - put folders before the default ones
 * @supply: the supply
 * @path: the folders, or NULL for none
 * @domain: name of the DSP
 *
 * Return: 0, or -ENOMEM and the path is as it was.
 */
int qda_supply_set_path(struct qda_supply *supply, const char *path,
			const char *domain)
{
	struct qda_search search, old;

	if (qda_search_init(&search, path, domain)) {
		qda_search_fini(&search);
		return -ENOMEM;
	}
	pthread_mutex_lock(&supply->lock);
	old = supply->search;
	supply->search = search;
	pthread_mutex_unlock(&supply->lock);
	qda_search_fini(&old);
	return 0;
}

static struct qda_supply_file *supply_find(struct qda_supply *supply,
					   const char *name)
{
	struct qda_supply_file *file = supply->files;

	while (file && strcmp(file->name, name))
		file = file->next;
	return file;
}

/* Takes @path over. Only names of files that exist come here. */
static struct qda_supply_file *supply_note(struct qda_supply *supply,
					   const char *name, char *path)
{
	struct qda_supply_file *file = supply_find(supply, name);

	if (!file) {
		file = calloc(1, sizeof(*file) + strlen(name) + 1);
		if (!file) {
			free(path);
			return NULL;
		}
		strcpy(file->name, name);
		file->next = supply->files;
		supply->files = file;
	}
	free(file->path);
	file->path = path;
	return file;
}

/**
 * qda_supply_open() - open a file for the DSP
 * @supply: the supply
 * @name: its name, from qda_search_plain()
 * @file: where to put the record of it, valid as long as @supply
 *
 * Return: a descriptor, or an error of qda_search_open().
 */
int qda_supply_open(struct qda_supply *supply, const char *name,
		    struct qda_supply_file **file)
{
	char *path = NULL;
	int fd;

	pthread_mutex_lock(&supply->lock);
	fd = qda_search_open(&supply->search, name, &path);
	if (fd >= 0) {
		*file = supply_note(supply, name, path);
		if (!*file) {
			close(fd);
			fd = -ENOMEM;
		}
	} else {
		free(path);
		snprintf(supply->missing, sizeof(supply->missing), "%s", name);
	}
	pthread_mutex_unlock(&supply->lock);
	return fd;
}

/**
 * qda_supply_hand_over() - the DSP has read of a file
 * @file: the file
 */
void qda_supply_hand_over(struct qda_supply_file *file)
{
	file->handed_over = true;
}

/**
 * qda_supply_refuse() - the DSP asks for what no search can find
 * @supply: the supply
 * @name: a name that qda_search_plain() does not take
 */
void qda_supply_refuse(struct qda_supply *supply, const char *name)
{
	pthread_mutex_lock(&supply->lock);
	snprintf(supply->missing, sizeof(supply->missing), "%s", name);
	pthread_mutex_unlock(&supply->lock);
}

/**
 * qda_supply_find() - open a file without a record
 * @supply: the supply
 * @name: its name, from qda_search_plain()
 *
 * Return: as qda_search_open().
 */
int qda_supply_find(struct qda_supply *supply, const char *name)
{
	int fd;

	pthread_mutex_lock(&supply->lock);
	fd = qda_search_open(&supply->search, name, NULL);
	pthread_mutex_unlock(&supply->lock);
	return fd;
}

/**
 * qda_supply_forget_missing() - ask anew what is missing
 * @supply: the supply
 */
void qda_supply_forget_missing(struct qda_supply *supply)
{
	pthread_mutex_lock(&supply->lock);
	supply->missing[0] = '\0';
	pthread_mutex_unlock(&supply->lock);
}

/**
 * qda_supply_path() - which file did the DSP get?
 * @supply: the supply
 * @name: its name
 *
 * Return: its path, to be freed; NULL if the DSP has not read of such a file.
 */
char *qda_supply_path(struct qda_supply *supply, const char *name)
{
	const struct qda_supply_file *file;
	char *path = NULL;

	pthread_mutex_lock(&supply->lock);
	file = supply_find(supply, name);
	if (file && file->handed_over)
		path = strdup(file->path);
	pthread_mutex_unlock(&supply->lock);
	return path;
}

/* Whether a file cannot be had, with a text on why. */
static bool supply_explain(struct qda_supply *supply, const char *name,
			   char *text, size_t size)
{
	char *path;
	int fd;

	if (!qda_search_plain(name)) {
		snprintf(text, size,
			 "the DSP asked for '%s': files are found by a name without a folder",
			 name);
		return true;
	}
	fd = qda_search_open(&supply->search, name, &path);
	if (fd >= 0)
		close(fd);
	else if (path)
		snprintf(text, size, "cannot read %s: %s", path,
			 strerrordesc_np(-fd));
	else
		qda_search_text(&supply->search, name, text, size);
	free(path);
	return fd < 0;
}

/**
 * qda_supply_explain() - say what file is missing, if one is
 * @supply: the supply
 * @name: the file that the DSP should have opened
 * @text: where to put the text
 * @size: bytes at @text, at least 1
 *
 * Return: what is missing; without a text if nothing is.
 */
enum qda_supply_lack qda_supply_explain(struct qda_supply *supply, const char *name,
		       char *text, size_t size)
{
	enum qda_supply_lack lack = QDA_SUPPLY_NOTHING;

	pthread_mutex_lock(&supply->lock);
	if (supply_explain(supply, name, text, size))
		lack = QDA_SUPPLY_FILE;
	else if (supply->missing[0] &&
		 supply_explain(supply, supply->missing, text, size))
		lack = QDA_SUPPLY_OTHER;
	pthread_mutex_unlock(&supply->lock);
	return lack;
}
