/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QURT_MAILBOX_H
#define QURT_MAILBOX_H

/*
 * Mailboxes: places for one number of 64 bits each, found by name. Here both ends are
 * in one process, whatever the receiver is said to be.
 */
#define QURT_MAILBOX_ID_NULL		0
#define QURT_MAILBOX_ERROR		-1
#define QURT_MAILBOX_ID_ERROR		-2
#define QURT_MAILBOX_NON_VALID_DATA	-3
#define QURT_MAILBOX_FULL		-4
#define QURT_MAILBOX_DELETED		-5
#define QURT_MAILBOX_RECEIVE_HALTED	-6
#define QURT_MAILBOX_BANDWIDTH_LIMIT	-7

#define QURT_MAILBOX_AT_QURTOS		0U
#define QURT_MAILBOX_AT_ROOTPD		1U
#define QURT_MAILBOX_AT_USERPD		2U
#define QURT_MAILBOX_AT_SECUREPD	3U
typedef unsigned char qurt_mailbox_receiver_cfg_t;

#define QURT_MAILBOX_SEND_OVERWRITE	0U
#define QURT_MAILBOX_SEND_NON_OVERWRITE	1U
typedef unsigned char qurt_mailbox_send_option_t;

#define QURT_MAILBOX_RECV_WAITING		0U
#define QURT_MAILBOX_RECV_NON_WAITING		1U
#define QURT_MAILBOX_RECV_PEEK_NON_WAITING	2U
typedef unsigned char qurt_mailbox_recv_option_t;

#ifdef __cplusplus
extern "C" {
#endif

/* The id, or QURT_MAILBOX_ID_NULL: a name that is there, or of more than 8 characters. */
unsigned long long qurt_mailbox_create(char *name, qurt_mailbox_receiver_cfg_t receiver);
unsigned long long qurt_mailbox_get_id(char *name);
int qurt_mailbox_send(unsigned long long id, qurt_mailbox_send_option_t option,
		      unsigned long long data);
int qurt_mailbox_receive(unsigned long long id, qurt_mailbox_recv_option_t option,
			 unsigned long long *data);
/* Those that wait get QURT_MAILBOX_DELETED. */
int qurt_mailbox_delete(unsigned long long id);
/* Those that wait get QURT_MAILBOX_RECEIVE_HALTED. */
int qurt_mailbox_receive_halt(unsigned long long id);

#ifdef __cplusplus
}
#endif

#endif
