// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: upcalls of a child
 *
 * What a child says unasked: that it is ready, a line for the log, a call of the guest, its
 * fault. Upcalls that want an answer are made one at a time; a child that breaks this or
 * any other rule is ended.
 */
#include "pd/pd_upcall.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "contract/mailbox.h"
#include "fastrpc/domain.h"
#include "fastrpc/farf.h"
#include "fastrpc/process.h"
#include "fastrpc/reverse.h"
#include "fastrpc/wire.h"
#include "mem/mem.h"
#include "pd/pd_child.h"
#include "pd/pd_guard.h"
#include "pd/pd_request.h"

/**
 * struct pd_reverse - a reverse call under way; outlives its child if it must
 */
struct pd_reverse {
	/** @child: the child that waits; NULL: none any more */
	struct pd_child *child;
};

/* A message and a NUL behind it. */
static union {
	struct mailbox_upcall head;
	uint8_t bytes[MAILBOX_MESSAGE_MAX + 1];
} upcall_message;

/* It reads its answer before it asks again, so that there is always room. */
static void upcall_return(struct pd_child *child, int32_t result, const void *out, size_t len)
{
	struct mailbox_return head = { .result = result, .len = (uint32_t)len };
	struct iovec parts[] = { { &head, sizeof(head) }, { (void *)out, len } };
	struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };

	if (len > MAILBOX_MESSAGE_MAX - sizeof(head)) {
		upcall_return(child, WIRE_ENOMEMORY, NULL, 0);
		return;
	}
	if (sendmsg(child->upcall, &message, MSG_DONTWAIT | MSG_NOSIGNAL) < 0 &&
	    errno != EPIPE && errno != ECONNRESET)
		pd_child_break(child, "it does not read the answers to its upcalls");
}

static void upcall_reversed(void *context, int32_t result, const void *out, size_t len)
{
	struct pd_reverse *reverse = context;
	struct pd_child *child = reverse->child;

	free(reverse);
	if (!child)
		return;
	child->reverse = NULL;
	upcall_return(child, result, out, result ? 0 : len);
}

static void upcall_reverse(struct pd_child *child, const struct mailbox_upcall *head)
{
	struct pd_reverse *reverse;
	int32_t ret;

	if (child->reverse) {
		pd_child_break(child, "it makes two reverse calls at the same time");
		return;
	}
	reverse = malloc(sizeof(*reverse));
	if (!reverse) {
		upcall_return(child, WIRE_ENOMEMORY, NULL, 0);
		return;
	}
	reverse->child = child;
	child->reverse = reverse;
	mem_expect_changes(child->domain->mem);
	ret = reverse_call(child->domain, child->process, head->handle, head->sc, head + 1,
			   head->len, upcall_reversed, reverse);
	if (!ret)
		return;
	child->reverse = NULL;
	free(reverse);
	upcall_return(child, ret, NULL, 0);
}

/* Untrusted bytes as text: no control characters but newlines. */
static void upcall_clean(char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' && *text != '\n')
			*text = ' ';
}

static void upcall_log(struct pd_child *child, char *bytes, size_t len)
{
	struct mailbox_log log;
	size_t file_len;
	char *file;

	if (len < sizeof(log)) {
		pd_child_break(child, "a log line is too short");
		return;
	}
	memcpy(&log, bytes, sizeof(log));
	file = bytes + sizeof(log);
	/* There is a NUL behind the message. */
	file_len = strlen(file);
	upcall_clean(file);
	if (file_len + 1 >= len - sizeof(log)) {
		farf_print(child->domain, child->process, log.thread, log.level, "", 0, file);
		return;
	}
	upcall_clean(file + file_len + 1);
	farf_print(child->domain, child->process, log.thread, log.level, file, log.line,
		   file + file_len + 1);
}

/* The rest of its end comes when the process has gone. */
static void upcall_fault(struct pd_child *child, const char *bytes, size_t len)
{
	struct pd_fault *fault = &child->fault;
	size_t text_len;

	if (len < sizeof(fault->head)) {
		pd_child_break(child, "a fault is too short");
		return;
	}
	memcpy(&fault->head, bytes, sizeof(fault->head));
	text_len = strnlen(bytes + sizeof(fault->head), len - sizeof(fault->head));
	if (text_len > sizeof(fault->text) - 1)
		text_len = sizeof(fault->text) - 1;
	memcpy(fault->text, bytes + sizeof(fault->head), text_len);
	fault->text[text_len] = '\0';
	upcall_clean(fault->text);
	fault->told = true;
	pd_child_kill(child);
}

static void upcall_ready(struct pd_child *child)
{
	if (child->state == PD_READY) {
		pd_child_break(child, "it is ready twice");
		return;
	}
	child->state = PD_READY;
	pd_guard_open(child);
	pd_request_ready(child);
}

static void upcall_take(struct pd_child *child, struct mailbox_upcall *head)
{
	if (head->type == MAILBOX_READY) {
		upcall_ready(child);
		return;
	}
	if (!child->process) {
		pd_child_break(child, "it makes an upcall without a PD");
		return;
	}
	switch (head->type) {
	case MAILBOX_REVERSE:
		upcall_reverse(child, head);
		break;
	case MAILBOX_LOG:
		upcall_log(child, (char *)(head + 1), head->len);
		break;
	case MAILBOX_FAULT:
		upcall_fault(child, (const char *)(head + 1), head->len);
		break;
	default:
		pd_child_break(child, "it makes an unknown upcall");
		break;
	}
}

/**
 * pd_upcall_serve() - The upcall socket of a child can be read.
 * @child: child that has said hello
 *
 * Return: true if there was a message.
 */
bool pd_upcall_serve(struct pd_child *child)
{
	struct mailbox_upcall *head = &upcall_message.head;
	ssize_t n = recv(child->upcall, &upcall_message, MAILBOX_MESSAGE_MAX,
			 MSG_DONTWAIT | MSG_TRUNC);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return false;
	if (n <= 0) {
		watch_remove(&child->upcall_watch);
		return false;
	}
	if (n < (ssize_t)sizeof(*head) || n > (ssize_t)MAILBOX_MESSAGE_MAX ||
	    head->len != (size_t)n - sizeof(*head)) {
		pd_child_break(child, "an upcall has a wrong length");
		return true;
	}
	upcall_message.bytes[n] = 0;
	upcall_take(child, head);
	return true;
}

/**
 * pd_upcall_forget() - The upcall under way is no longer waited for.
 */
void pd_upcall_forget(struct pd_child *child)
{
	if (child->reverse)
		child->reverse->child = NULL;
	child->reverse = NULL;
}
