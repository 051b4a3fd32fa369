// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * The object "apps_std": files of the CPU for the DSP. Of its 37 methods those
 * are served that find and read a file; numbers and layouts are FastRPC's. A
 * file is found by its name on the search path, however it is opened: the DSP
 * names no folder, no variable of the environment and no way to write. There is
 * nothing to list either: what folders there are is not the DSP's business.
 *
 * A file comes as a stream to read from or, with the newer methods that end in
 * fd, whole: as memory that the DSP maps by a number.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "apps_mem.h"
#include "apps_std.h"
#include "reverse.h"
#include "supply.h"

enum apps_std_whence {
	APPS_STD_SET,
	APPS_STD_CUR,
	APPS_STD_END,
};

/**
 * struct apps_std_status - what stat tells, as it lies in the output
 */
struct apps_std_status {
	uint64_t struct_size;
	uint64_t device;
	uint64_t inode;
	uint32_t mode;
	uint32_t links;
	uint64_t device_type;
	uint64_t size;
	int64_t atime;
	int64_t atime_ns;
	int64_t mtime;
	int64_t mtime_ns;
	int64_t ctime;
	int64_t ctime_ns;
};

_Static_assert(sizeof(struct apps_std_status) == 96, "layout of apps_std.stat");

/* The DSP has a position of a file as this many bytes, of which 8 are used. */
#define APPS_STD_POSITION	8u

/**
 * qda_apps_std_init() - no file is open
 * @std: the object
 * @supply: where files come from
 * @mem: what gives them as memory
 */
void qda_apps_std_init(struct qda_apps_std *std, struct qda_supply *supply,
		       struct qda_apps_mem *mem)
{
	std->supply = supply;
	std->mem = mem;
	for (int i = 0; i < QDA_APPS_STD_FILES; i++)
		std->files[i].fd = -1;
}

/**
 * qda_apps_std_fini() - close what the DSP left open
 * @std: the object
 */
void qda_apps_std_fini(struct qda_apps_std *std)
{
	for (int i = 0; i < QDA_APPS_STD_FILES; i++) {
		if (std->files[i].fd >= 0)
			close(std->files[i].fd);
		std->files[i].fd = -1;
	}
}

static int64_t apps_std_size(int fd)
{
	struct stat status;

	return fstat(fd, &status) ? -1 : (int64_t)status.st_size;
}

static int32_t apps_std_error(int error)
{
	switch (error) {
	case -ENOMEM:
		return QDA_REVERSE_ENOMEMORY;
	case -EACCES:
		return QDA_REVERSE_ENOTALLOWED;
	case -EMFILE:
	case -ENFILE:
		return QDA_REVERSE_ETOOMANYFILES;
	default:
		return QDA_REVERSE_ENOSUCHFILE;
	}
}

/* A descriptor of the file that the DSP names, and the record of it. */
static int32_t apps_std_look_up(struct qda_apps_std *std, const char *name,
				const char *mode, int *fd,
				struct qda_supply_file **file)
{
	const char *plain;

	if (!name || !mode)
		return QDA_REVERSE_EBADPARM;
	if (mode[0] != 'r' || strchr(mode, '+'))
		return QDA_REVERSE_ENOTALLOWED;
	plain = qda_search_plain(name);
	if (!plain) {
		qda_supply_refuse(std->supply, name);
		return QDA_REVERSE_ENOTALLOWED;
	}
	*fd = qda_supply_open(std->supply, plain, file);
	return *fd < 0 ? apps_std_error(*fd) : 0;
}

static int32_t apps_std_open(struct qda_apps_std *std,
			     struct qda_reverse *call, const char *name,
			     const char *mode)
{
	struct qda_apps_std_file *file = std->files;
	uint32_t number = 1;
	int32_t ret;
	int fd;

	for (; number <= QDA_APPS_STD_FILES && file->fd >= 0; number++)
		file++;
	if (number > QDA_APPS_STD_FILES)
		return QDA_REVERSE_ETOOMANYFILES;
	ret = apps_std_look_up(std, name, mode, &fd, &file->file);
	if (ret)
		return ret;
	file->fd = fd;
	file->at = 0;
	file->end = false;
	qda_reverse_put(call, 0, &number, sizeof(number));
	return 0;
}

static int32_t apps_std_fopen(void *object, struct qda_reverse *call)
{
	return apps_std_open(object, call, qda_reverse_text(call, 1, 0),
			     qda_reverse_text(call, 2, 4));
}

/* The variable and what separates folders in it are the CPU's own business. */
static int32_t apps_std_fopen_with_env(void *object, struct qda_reverse *call)
{
	return apps_std_open(object, call, qda_reverse_text(call, 3, 8),
			     qda_reverse_text(call, 4, 12));
}

/* Out: number of the memory, bytes of the file. */
static int32_t apps_std_open_fd(struct qda_apps_std *std,
				struct qda_reverse *call, const char *name,
				const char *mode)
{
	struct qda_supply_file *file;
	uint32_t answer[2];
	int64_t size;
	int32_t ret;
	int fd;

	ret = apps_std_look_up(std, name, mode, &fd, &file);
	if (ret)
		return ret;
	size = apps_std_size(fd);
	if (size <= 0 || size > INT32_MAX)
		ret = QDA_REVERSE_EBADSIZE;
	else
		ret = qda_apps_mem_give_file(std->mem, fd, (uint64_t)size,
					     &answer[0]);
	close(fd);
	if (ret)
		return ret;
	qda_supply_hand_over(file);
	answer[1] = (uint32_t)size;
	qda_reverse_put(call, 0, answer, sizeof(answer));
	return 0;
}

static int32_t apps_std_fopen_fd(void *object, struct qda_reverse *call)
{
	return apps_std_open_fd(object, call, qda_reverse_text(call, 1, 4),
				qda_reverse_text(call, 2, 8));
}

static int32_t apps_std_fopen_with_env_fd(void *object,
					  struct qda_reverse *call)
{
	return apps_std_open_fd(object, call, qda_reverse_text(call, 3, 12),
				qda_reverse_text(call, 4, 16));
}

static int32_t apps_std_fclose_fd(void *object, struct qda_reverse *call)
{
	struct qda_apps_std *std = object;

	return qda_apps_mem_take_file(std->mem, qda_reverse_u32(call, 4));
}

static int32_t apps_std_fclose(void *object, struct qda_reverse *call)
{
	struct qda_apps_std_file *file = object;

	(void)call;
	close(file->fd);
	file->fd = -1;
	return 0;
}

/* Nothing is written, so nothing waits to be. */
static int32_t apps_std_fflush(void *object, struct qda_reverse *call)
{
	(void)object;
	(void)call;
	return 0;
}

static int32_t apps_std_fread(void *object, struct qda_reverse *call)
{
	struct qda_apps_std_file *file = object;
	uint32_t wanted = qda_reverse_u32(call, 4);
	uint32_t answer[2] = { 0 };

	if (wanted > call->out[1].size)
		return QDA_REVERSE_EBADPARM;

	while (answer[0] < wanted) {
		ssize_t got = pread(file->fd, call->out[1].bytes + answer[0],
				    wanted - answer[0], file->at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return QDA_REVERSE_EFAILED;
		if (!got) {
			file->end = true;
			break;
		}
		answer[0] += (uint32_t)got;
		file->at += got;
	}
	if (answer[0])
		qda_supply_hand_over(file->file);
	answer[1] = file->end;
	qda_reverse_put(call, 0, answer, sizeof(answer));
	return 0;
}

/* Out: whether the file is at its end, and a line with its end and NUL. */
static int32_t apps_std_fgets(void *object, struct qda_reverse *call)
{
	struct qda_apps_std_file *file = object;
	char *line = (char *)call->out[1].bytes;
	uint32_t room = qda_reverse_u32(call, 4);
	uint32_t end;
	ssize_t got;
	char *stop;

	if (!room || room > call->out[1].size)
		return QDA_REVERSE_EBADPARM;
	got = pread(file->fd, line, room - 1, file->at);
	if (got < 0)
		return QDA_REVERSE_EFAILED;
	stop = memchr(line, '\n', (size_t)got);
	if (stop)
		got = stop + 1 - line;
	memset(line + got, 0, room - (uint32_t)got);
	file->at += got;
	file->end = !got && room > 1;
	if (got)
		qda_supply_hand_over(file->file);
	end = file->end;
	qda_reverse_put(call, 0, &end, sizeof(end));
	return 0;
}

/* In: bytes of a position that the DSP offers. Out: as many. */
static int32_t apps_std_fgetpos(void *object, struct qda_reverse *call)
{
	const struct qda_apps_std_file *file = object;
	uint32_t used = APPS_STD_POSITION;

	if (call->out[1].size < used || qda_reverse_u32(call, 4) < used)
		return QDA_REVERSE_EBADSIZE;
	memcpy(call->out[1].bytes, &file->at, used);
	qda_reverse_put(call, 0, &used, sizeof(used));
	return 0;
}

static int32_t apps_std_fsetpos(void *object, struct qda_reverse *call)
{
	struct qda_apps_std_file *file = object;
	int64_t at;

	if (call->in[1].size < sizeof(at))
		return QDA_REVERSE_EBADSIZE;
	memcpy(&at, call->in[1].bytes, sizeof(at));
	if (at < 0)
		return QDA_REVERSE_EBADPARM;
	file->at = at;
	file->end = false;
	return 0;
}

static int32_t apps_std_fseek(void *object, struct qda_reverse *call)
{
	struct qda_apps_std_file *file = object;
	int64_t at = (int32_t)qda_reverse_u32(call, 4);
	int64_t size = apps_std_size(file->fd);

	if (size < 0)
		return QDA_REVERSE_EFAILED;

	switch (qda_reverse_u32(call, 8)) {
	case APPS_STD_SET:
		break;
	case APPS_STD_CUR:
		at += file->at;
		break;
	case APPS_STD_END:
		at += size;
		break;
	default:
		return QDA_REVERSE_EBADPARM;
	}
	if (at < 0)
		return QDA_REVERSE_EBADPARM;
	file->at = at;
	file->end = false;
	return 0;
}

static int32_t apps_std_rewind(void *object, struct qda_reverse *call)
{
	struct qda_apps_std_file *file = object;

	(void)call;
	file->at = 0;
	file->end = false;
	return 0;
}

static int32_t apps_std_ftell(void *object, struct qda_reverse *call)
{
	const struct qda_apps_std_file *file = object;
	int32_t at = (int32_t)file->at;

	if (at != file->at)
		return QDA_REVERSE_EBADSIZE;
	qda_reverse_put(call, 0, &at, sizeof(at));
	return 0;
}

static int32_t apps_std_flen(void *object, struct qda_reverse *call)
{
	const struct qda_apps_std_file *file = object;
	int64_t size = apps_std_size(file->fd);

	if (size < 0)
		return QDA_REVERSE_EFAILED;
	qda_reverse_put(call, 0, &size, sizeof(size));
	return 0;
}

static int32_t apps_std_feof(void *object, struct qda_reverse *call)
{
	const struct qda_apps_std_file *file = object;
	uint32_t end = file->end;

	qda_reverse_put(call, 0, &end, sizeof(end));
	return 0;
}

/* A read that fails says so itself and leaves nothing behind. */
static int32_t apps_std_ferror(void *object, struct qda_reverse *call)
{
	static const uint32_t none;

	(void)object;
	qda_reverse_put(call, 0, &none, sizeof(none));
	return 0;
}

static int32_t apps_std_clearerr(void *object, struct qda_reverse *call)
{
	struct qda_apps_std_file *file = object;

	(void)call;
	file->end = false;
	return 0;
}

static int32_t apps_std_file_exists(void *object, struct qda_reverse *call)
{
	struct qda_apps_std *std = object;
	const char *name = qda_reverse_text(call, 1, 0);
	uint8_t exists;
	int fd = -1;

	if (!name)
		return QDA_REVERSE_EBADPARM;
	name = qda_search_plain(name);
	if (name)
		fd = qda_supply_find(std->supply, name);
	exists = fd >= 0;
	if (exists)
		close(fd);
	qda_reverse_put(call, 0, &exists, sizeof(exists));
	return 0;
}

/* What the CPU's file system is like is nothing that the DSP must know. */
static int32_t apps_std_stat(void *object, struct qda_reverse *call)
{
	struct apps_std_status answer = {
		.struct_size = sizeof(answer),
		.mode = S_IFREG | 0444,
		.links = 1,
	};
	struct qda_apps_std *std = object;
	const char *name = qda_reverse_text(call, 1, 4);
	struct stat status;
	int fd;

	if (!name)
		return QDA_REVERSE_EBADPARM;
	name = qda_search_plain(name);
	if (!name)
		return QDA_REVERSE_ENOTALLOWED;
	fd = qda_supply_find(std->supply, name);
	if (fd < 0)
		return apps_std_error(fd);
	if (!fstat(fd, &status)) {
		answer.size = (uint64_t)status.st_size;
		answer.mtime = status.st_mtim.tv_sec;
		answer.mtime_ns = status.st_mtim.tv_nsec;
		answer.atime = answer.ctime = answer.mtime;
	}
	close(fd);
	qda_reverse_put(call, 0, &answer, sizeof(answer));
	return 0;
}

/* By number, inputs, outputs, bytes of the first of each. */
static const struct qda_reverse_method apps_std_methods[] = {
	{ 0, 3, 1, 8, 4, apps_std_fopen },
	{ 19, 5, 1, 16, 4, apps_std_fopen_with_env },
	{ 22, 2, 1, 4, 1, apps_std_file_exists },
	{ 31, 2, 1, 8, 96, apps_std_stat },
	{ 34, 3, 1, 12, 8, apps_std_fopen_fd },
	{ 35, 1, 0, 8, 0, apps_std_fclose_fd },
	{ 36, 5, 1, 20, 8, apps_std_fopen_with_env_fd },
};

/* The same, of open files: their first number is the file. */
static const struct qda_reverse_method apps_std_file_methods[] = {
	{ 2, 1, 0, 4, 0, apps_std_fflush },
	{ 3, 1, 0, 4, 0, apps_std_fclose },
	{ 4, 1, 2, 8, 8, apps_std_fread },
	{ 6, 1, 2, 8, 4, apps_std_fgetpos },
	{ 7, 2, 0, 8, 0, apps_std_fsetpos },
	{ 8, 1, 1, 4, 4, apps_std_ftell },
	{ 9, 1, 0, 12, 0, apps_std_fseek },
	{ 10, 1, 1, 4, 8, apps_std_flen },
	{ 11, 1, 0, 4, 0, apps_std_rewind },
	{ 12, 1, 1, 4, 4, apps_std_feof },
	{ 13, 1, 1, 4, 4, apps_std_ferror },
	{ 14, 1, 0, 4, 0, apps_std_clearerr },
	{ 20, 1, 2, 8, 4, apps_std_fgets },
};

static struct qda_apps_std_file *apps_std_file(struct qda_apps_std *std,
					       const struct qda_reverse *call)
{
	uint32_t number = call->in[0].size < sizeof(number) ? 0 :
			  qda_reverse_u32(call, 0);

	if (!number || number > QDA_APPS_STD_FILES ||
	    std->files[number - 1].fd < 0)
		return NULL;
	return &std->files[number - 1];
}

/**
 * qda_apps_std_serve() - serve one call
 * @std: the object
 * @call: the call, its outputs placed
 *
 * Return: 0 or an AEE code.
 */
int32_t qda_apps_std_serve(struct qda_apps_std *std, struct qda_reverse *call)
{
	const struct qda_reverse_method *method;
	struct qda_apps_std_file *file;

	method = qda_reverse_find(call, apps_std_file_methods,
				  QDA_REVERSE_COUNT(apps_std_file_methods));
	if (!method)
		return qda_reverse_run(call,
				       qda_reverse_find(call, apps_std_methods,
							QDA_REVERSE_COUNT(apps_std_methods)),
				       std);
	file = apps_std_file(std, call);
	return file ? qda_reverse_run(call, method, file) : QDA_REVERSE_EBADFD;
}
