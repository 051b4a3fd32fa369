// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What the shell asks of the virtual DSP or tells it: reverse calls of the
 * guest's objects, and lines of the log.
 */

#include <string.h>

#include "contract/mailbox.h"
#include "guest/guest.h"
#include "os/error.h"
#include "os/syscall.h"
#include "os/thread.h"

#define UPCALL_ALIGN	8u	/* of each buffer, from the start of the packed area */

/* One reverse call at a time has these. */
static uint32_t upcall_busy;
static union {
	struct mailbox_upcall head;
	struct mailbox_return answer;
	uint8_t bytes[MAILBOX_MESSAGE_MAX];
} upcall_message;

/**
 * upcall_ready() - tell that the shell waits for requests
 */
void upcall_ready(void)
{
	const struct mailbox_upcall head = {.type = MAILBOX_READY};

	syscall3(SYS_WRITE, MAILBOX_FD_UPCALL, &head, sizeof(head));
}

/* Append to the packed area at *len; -1 if it becomes longer than max. */
static int upcall_put(uint8_t *packed, size_t max, size_t *len, const void *data, size_t size)
{
	if (size > max - *len)
		return -1;
	memcpy(packed + *len, data, size);
	*len += size;
	return 0;
}

static void upcall_align(size_t *len)
{
	*len = (*len + UPCALL_ALIGN - 1) & ~(size_t)(UPCALL_ALIGN - 1);
}

/* Inputs: length, padding, bytes of each; then the room of each output. */
static int upcall_pack(uint8_t *packed, size_t max, size_t *len, uint32_t sc,
		       const struct upcall_buffer *buffers)
{
	uint32_t in = sc >> 16 & 0xff, out = sc >> 8 & 0xff;

	*len = 0;
	for (uint32_t i = 0; i < in + out; i++) {
		if (upcall_put(packed, max, len, &buffers[i].len, sizeof(buffers[i].len)))
			return -1;
		if (i >= in || !buffers[i].len)
			continue;
		upcall_align(len);
		if (*len > max ||
		    upcall_put(packed, max, len, buffers[i].data, buffers[i].len))
			return -1;
	}
	return 0;
}

/* Outputs: length, padding, bytes of each; an output has the length of its buffer. */
static int upcall_unpack(const uint8_t *packed, size_t len, uint32_t sc,
			 const struct upcall_buffer *buffers)
{
	uint32_t in = sc >> 16 & 0xff, out = sc >> 8 & 0xff;
	size_t at = 0;

	for (uint32_t i = in; i < in + out; i++) {
		uint32_t size;

		if (len - at < sizeof(size))
			return -1;
		memcpy(&size, packed + at, sizeof(size));
		at += sizeof(size);
		if (size != buffers[i].len)
			return -1;
		if (!size)
			continue;
		upcall_align(&at);
		if (at > len || size > len - at)
			return -1;
		memcpy(buffers[i].data, packed + at, size);
		at += size;
	}
	return 0;
}

static int32_t upcall_exchange(uint32_t handle, uint32_t sc, const struct upcall_buffer *buffers)
{
	uint8_t *packed = upcall_message.bytes + sizeof(upcall_message.head);
	size_t len;
	long got;

	if (upcall_pack(packed, sizeof(upcall_message) - sizeof(upcall_message.head), &len, sc,
			buffers))
		return ERROR_BAD_PARAMETER;
	upcall_message.head = (struct mailbox_upcall){
		.type = MAILBOX_REVERSE,
		.handle = handle,
		.sc = sc,
		.len = len,
	};
	got = syscall3(SYS_WRITE, MAILBOX_FD_UPCALL, &upcall_message,
		       sizeof(upcall_message.head) + len);
	if (got < 0)
		return ERROR_BAD_STATE;
	thread_settle();
	got = syscall_read(MAILBOX_FD_UPCALL, &upcall_message, sizeof(upcall_message));
	/* The virtual DSP has gone. */
	if (got <= 0)
		syscall_exit_group(0);
	if ((size_t)got < sizeof(upcall_message.answer))
		return ERROR_BAD_STATE;
	if (upcall_message.answer.result)
		return upcall_message.answer.result;
	if (upcall_unpack(upcall_message.bytes + sizeof(upcall_message.answer),
			  (size_t)got - sizeof(upcall_message.answer), sc, buffers))
		return ERROR_BAD_PARAMETER;
	return 0;
}

/**
 * upcall_reverse() - call a method of an object of the guest
 * @handle: the object
 * @sc: method and number of buffers; no handles
 * @buffers: inputs, then outputs; all together must fit into a message
 *
 * Return: 0, or a DSP error, that of the guest or of the way there.
 */
int32_t upcall_reverse(uint32_t handle, uint32_t sc, const struct upcall_buffer *buffers)
{
	int32_t result;

	thread_take_turn(&upcall_busy);
	result = upcall_exchange(handle, sc, buffers);
	thread_give_turn(&upcall_busy);
	return result;
}

/**
 * upcall_log() - print a line
 * @level: 0 low, 1 medium, 2 high, 3 error, 4 fatal
 * @file: of the source; without its path
 * @line: in @file
 * @text: the line; may lie in the message buffer of the thread
 */
void upcall_log(unsigned int level, const char *file, unsigned int line, const char *text)
{
	struct thread *self = thread_current();
	struct {
		struct mailbox_upcall head;
		struct mailbox_log log;
	} start = {
		.head.type = MAILBOX_LOG,
		.log = {.level = level, .thread = self->id, .line = line},
	};
	size_t file_len = strnlen(file, MAILBOX_TEXT_MAX / 8);
	size_t text_len = strnlen(text, MAILBOX_TEXT_MAX);
	char *message = self->message;
	size_t size;

	/* It is one line, but many texts end with a line feed all the same. */
	while (text_len && text[text_len - 1] == '\n')
		text_len--;
	size = sizeof(start) + file_len + 1 + text_len + 1;
	_Static_assert(sizeof(start) + MAILBOX_TEXT_MAX * 9 / 8 + 2 <= THREAD_MESSAGE_SIZE,
		       "the message buffer holds the longest line");
	start.head.len = size - sizeof(start.head);
	memmove(message + sizeof(start) + file_len + 1, text, text_len);
	memcpy(message, &start, sizeof(start));
	memcpy(message + sizeof(start), file, file_len);
	message[sizeof(start) + file_len] = '\0';
	message[size - 1] = '\0';
	syscall3(SYS_WRITE, MAILBOX_FD_UPCALL, message, size);
}
