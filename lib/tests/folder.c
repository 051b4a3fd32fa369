// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * A folder with files for a test.
 */
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "folder.h"

static char folder[] = "/tmp/qda-folder-XXXXXX";

static int folder_unlink(const char *path, const struct stat *status, int type,
			 struct FTW *ftw)
{
	(void)status;
	(void)type;
	(void)ftw;
	return remove(path);
}

void folder_remove(void)
{
	nftw(folder, folder_unlink, 8, FTW_DEPTH | FTW_PHYS);
}

void folder_make(void)
{
	strcpy(folder + sizeof(folder) - 7, "XXXXXX");
	if (!mkdtemp(folder))
		abort();
}

const char *folder_path(const char *name)
{
	static char paths[4][PATH_MAX];
	static unsigned int next;
	char *path = paths[next++ % 4];

	snprintf(path, PATH_MAX, "%s%s%s", folder, *name ? "/" : "", name);
	return path;
}

void folder_bytes(const char *name, const void *bytes, size_t size)
{
	FILE *file = fopen(folder_path(name), "we");

	if (!file || fwrite(bytes, 1, size, file) != size || fclose(file))
		abort();
}

void folder_text(const char *name, const char *text)
{
	folder_bytes(name, text, strlen(text));
}
