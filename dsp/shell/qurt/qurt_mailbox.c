// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Mailboxes of QuRT: one number each, by name. On a DSP they lead from one process to
 * another; a PD here is alone, so both ends are its own.
 */

#include <string.h>

#include "os/export.h"
#include "os/thread.h"
#include "qurt/qurt.h"

#define QURT_MAILBOX_MAX	32u
#define QURT_MAILBOX_NAME	8u

enum qurt_mailbox_result {
	QURT_MAILBOX_ERROR = -1,
	QURT_MAILBOX_ID_ERROR = -2,
	QURT_MAILBOX_NON_VALID_DATA = -3,
	QURT_MAILBOX_FULL = -4,
	QURT_MAILBOX_DELETED = -5,
	QURT_MAILBOX_RECEIVE_HALTED = -6,
};

enum qurt_mailbox_receive_option {
	QURT_MAILBOX_RECV_WAITING,
	QURT_MAILBOX_RECV_NON_WAITING,
	QURT_MAILBOX_RECV_PEEK,
};

#define QURT_MAILBOX_SEND_NON_OVERWRITE	1

struct qurt_mailbox {
	uint64_t id;		/* 0: the place is free */
	char name[QURT_MAILBOX_NAME + 1];
	int full;
	uint64_t data;		/* stays when it has been received */
	uint32_t halts;		/* how often receiving was halted */
};

/* Protected by the kernel lock. */
static struct qurt_mailbox qurt_mailboxes[QURT_MAILBOX_MAX];
static uint64_t qurt_mailbox_last;

static struct qurt_mailbox *qurt_mailbox_named_locked(const char *name)
{
	for (unsigned int i = 0; i < QURT_MAILBOX_MAX; i++)
		if (qurt_mailboxes[i].id && !strcmp(qurt_mailboxes[i].name, name))
			return &qurt_mailboxes[i];
	return NULL;
}

static struct qurt_mailbox *qurt_mailbox_find_locked(uint64_t id)
{
	for (unsigned int i = 0; id && i < QURT_MAILBOX_MAX; i++)
		if (qurt_mailboxes[i].id == id)
			return &qurt_mailboxes[i];
	return NULL;
}

static void qurt_mailbox_wake_locked(const struct qurt_mailbox *box)
{
	struct thread *next;

	while ((next = thread_next_waiting_locked(box)))
		thread_wake_locked(next);
}

uint64_t qurt_mailbox_create(const char *name, uint8_t receiver)
{
	struct qurt_mailbox *box = NULL;
	uint64_t id = 0;

	(void)receiver;
	if (!name || !*name || strnlen(name, QURT_MAILBOX_NAME + 1) > QURT_MAILBOX_NAME)
		return 0;
	kernel_lock();
	for (unsigned int i = 0; !box && i < QURT_MAILBOX_MAX; i++)
		if (!qurt_mailboxes[i].id)
			box = &qurt_mailboxes[i];
	if (box && !qurt_mailbox_named_locked(name)) {
		id = ++qurt_mailbox_last;
		*box = (struct qurt_mailbox){.id = id};
		strcpy(box->name, name);
	}
	kernel_unlock();
	return id;
}
EXPORT(qurt_mailbox_create);

uint64_t qurt_mailbox_get_id(const char *name)
{
	struct qurt_mailbox *box;
	uint64_t id;

	if (!name)
		return 0;
	kernel_lock();
	box = qurt_mailbox_named_locked(name);
	id = box ? box->id : 0;
	kernel_unlock();
	return id;
}
EXPORT(qurt_mailbox_get_id);

int qurt_mailbox_send(uint64_t id, uint8_t option, uint64_t data)
{
	struct qurt_mailbox *box;
	int result = QURT_EOK;

	kernel_lock();
	box = qurt_mailbox_find_locked(id);
	if (!box) {
		result = QURT_MAILBOX_ID_ERROR;
	} else if (box->full && option == QURT_MAILBOX_SEND_NON_OVERWRITE) {
		result = QURT_MAILBOX_FULL;
	} else {
		box->data = data;
		box->full = 1;
		qurt_mailbox_wake_locked(box);
	}
	kernel_unlock();
	return result;
}
EXPORT(qurt_mailbox_send);

/* Until there is something, or somebody ends the wait. Return: the box, if it is there yet. */
static struct qurt_mailbox *qurt_mailbox_wait_locked(struct qurt_mailbox *box, int *result)
{
	uint64_t id = box->id;
	uint32_t halts = box->halts;

	while (!box->full) {
		thread_wait_locked(box, THREAD_FOREVER);
		if (box->id != id) {
			*result = QURT_MAILBOX_DELETED;
			return NULL;
		}
		if (box->halts != halts) {
			*result = QURT_MAILBOX_RECEIVE_HALTED;
			return NULL;
		}
	}
	return box;
}

int qurt_mailbox_receive(uint64_t id, uint8_t option, uint64_t *data)
{
	int result = QURT_MAILBOX_ID_ERROR;
	struct qurt_mailbox *box;

	if (!data || option > QURT_MAILBOX_RECV_PEEK)
		return QURT_MAILBOX_ERROR;
	kernel_lock();
	box = qurt_mailbox_find_locked(id);
	if (box && option == QURT_MAILBOX_RECV_WAITING)
		box = qurt_mailbox_wait_locked(box, &result);
	if (box) {
		result = box->full ? QURT_EOK : QURT_MAILBOX_NON_VALID_DATA;
		*data = box->data;
		if (option != QURT_MAILBOX_RECV_PEEK)
			box->full = 0;
	}
	kernel_unlock();
	return result;
}
EXPORT(qurt_mailbox_receive);

int qurt_mailbox_delete(uint64_t id)
{
	struct qurt_mailbox *box;

	kernel_lock();
	box = qurt_mailbox_find_locked(id);
	if (box) {
		box->id = 0;
		qurt_mailbox_wake_locked(box);
	}
	kernel_unlock();
	return box ? QURT_EOK : QURT_MAILBOX_ID_ERROR;
}
EXPORT(qurt_mailbox_delete);

int qurt_mailbox_receive_halt(uint64_t id)
{
	struct qurt_mailbox *box;

	kernel_lock();
	box = qurt_mailbox_find_locked(id);
	if (box) {
		box->halts++;
		qurt_mailbox_wake_locked(box);
	}
	kernel_unlock();
	return box ? QURT_EOK : QURT_MAILBOX_ID_ERROR;
}
EXPORT(qurt_mailbox_receive_halt);
