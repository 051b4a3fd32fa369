// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The guest's RAM is a file that QEMU maps as shared. The virtual DSP makes the
 * file before QEMU starts, as a boot loader would prepare the memory.
 */
#include "mem/ram.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static int ram_make(int fd, const char *path, uint64_t size, char *error, size_t error_size)
{
	struct statvfs fs;
	int ret;

	/*
	 * Only what the guest touches is ever used, but on a tmpfs that is too
	 * small a guest would die of SIGBUS in the middle of a run. Cut twice:
	 * nothing of an older file may be left.
	 */
	if (ftruncate(fd, 0) || ftruncate(fd, (off_t)size) || fstatvfs(fd, &fs))
		ret = -errno;
	else
		ret = (uint64_t)fs.f_bavail * fs.f_frsize < size ? -ENOSPC : 0;
	if (!ret)
		return 0;
	snprintf(error, error_size,
		 "no room for the %llu MiB of the RAM file %s: %s; free some, or name a file on a larger tmpfs",
		 (unsigned long long)(size >> 20), path, strerror(-ret));
	unlink(path);
	return ret;
}

static int ram_check(int fd, const char *path, uint64_t size, bool keep, char *error,
		     size_t error_size)
{
	struct stat st;

	/* It is removed on errors: a device must not be. */
	if (fstat(fd, &st) || !S_ISREG(st.st_mode)) {
		snprintf(error, error_size,
			 "the RAM file %s is not a plain file; name a file on a tmpfs, such as /dev/shm",
			 path);
		return -EINVAL;
	}
	if (keep && (uint64_t)st.st_size != size) {
		snprintf(error, error_size,
			 "the RAM file %s does not have the size that the board says", path);
		return -EINVAL;
	}
	return 0;
}

static int ram_open_file(const char *path, uint64_t size, bool keep, char *error,
			 size_t error_size)
{
	int fd = open(path, O_RDWR | O_CLOEXEC | (keep ? 0 : O_CREAT), 0600);
	int ret;

	if (fd < 0) {
		ret = -errno;
		snprintf(error, error_size, "cannot open the RAM file %s: %s; %s", path,
			 strerror(-ret),
			 keep ? "--reattach needs the file of a running guest" :
				"name a file in a folder on a tmpfs, such as /dev/shm");
		return ret;
	}
	ret = ram_check(fd, path, size, keep, error, error_size);
	if (!ret && !keep)
		ret = ram_make(fd, path, size, error, error_size);
	if (!ret)
		return fd;
	close(fd);
	return ret;
}

/**
 * ram_open() - Make or open the RAM file and map it.
 * @ram: filled on success; ram_close() ends it
 * @phys: guest physical address of the first byte
 * @keep: open the file of a guest that runs, and change nothing
 * @error: on error one sentence, no newline
 * @error_size: bytes at @error
 *
 * Return: 0 or -errno; a file that it made is gone again on error.
 */
int ram_open(struct ram *ram, const char *path, uint64_t phys, uint64_t size, bool keep,
	     char *error, size_t error_size)
{
	int fd = ram_open_file(path, size, keep, error, error_size);
	void *bytes;
	int ret;

	if (fd < 0)
		return fd;
	bytes = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	ret = bytes == MAP_FAILED ? -errno : 0;
	if (ret) {
		close(fd);
		snprintf(error, error_size, "cannot map the RAM file %s: %s", path,
			 strerror(-ret));
		if (!keep)
			unlink(path);
		return ret;
	}
	*ram = (struct ram){ .bytes = bytes, .phys = phys, .size = size, .fd = fd };
	return 0;
}

/**
 * ram_close() - Unmap and close the RAM; the file stays.
 * @ram: opened by ram_open()
 */
void ram_close(struct ram *ram)
{
	munmap(ram->bytes, ram->size);
	close(ram->fd);
	ram->bytes = NULL;
}
