// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "frame.h"

struct frame_head {
	uint32_t type;
	uint32_t size;
};

/* @fd may be non-blocking for others' sake; here it is waited for. */
static void frame_wait(int fd, short events)
{
	struct pollfd polled = { .fd = fd, .events = events };

	poll(&polled, 1, -1);
}

int frame_write(int fd, const void *bytes, size_t size)
{
	const char *from = bytes;

	while (size) {
		ssize_t put = write(fd, from, size);

		if (put < 0 && errno == EAGAIN)
			frame_wait(fd, POLLOUT);
		else if (put < 0 && errno != EINTR)
			return -errno;
		if (put > 0) {
			from += put;
			size -= (size_t)put;
		}
	}
	return 0;
}

static int frame_read(int fd, void *bytes, size_t size)
{
	char *to = bytes;

	while (size) {
		ssize_t got = read(fd, to, size);

		if (!got)
			return -EPIPE;
		if (got < 0 && errno == EAGAIN)
			frame_wait(fd, POLLIN);
		else if (got < 0 && errno != EINTR)
			return -errno;
		if (got > 0) {
			to += got;
			size -= (size_t)got;
		}
	}
	return 0;
}

int frame_send(int fd, enum frame_type type, const void *bytes, size_t size)
{
	struct frame_head head = { .type = type, .size = (uint32_t)size };
	int ret = frame_write(fd, &head, sizeof(head));

	return ret ? ret : frame_write(fd, bytes, size);
}

int frame_receive(int fd, enum frame_type *type, void *bytes, size_t *size)
{
	struct frame_head head;
	int ret = frame_read(fd, &head, sizeof(head));

	if (ret)
		return ret;
	if (!head.type || head.type > FRAME_SIZE || head.size > FRAME_MAX)
		return -EPROTO;
	*type = head.type;
	*size = head.size;
	return frame_read(fd, bytes, head.size);
}
