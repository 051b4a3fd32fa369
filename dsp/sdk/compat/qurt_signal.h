/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QURT_SIGNAL_H
#define QURT_SIGNAL_H

#include "qurt_types.h"

/* Signals: 32 bits that threads wait for, one at a time. */
#define QURT_SIGNAL_ATTR_WAIT_ANY 0
#define QURT_SIGNAL_ATTR_WAIT_ALL 1

typedef union {
	unsigned long long raw[2];
	struct {
		unsigned int signals;
		unsigned int waiting;
		unsigned int queue;
		unsigned int attribute;
	} X;
} qurt_signal_t;

typedef qurt_signal_t qurt_anysignal_t;
typedef qurt_signal_t qurt_allsignal_t;
typedef qurt_signal_t qurt_signal2_t;

#ifdef __cplusplus
extern "C" {
#endif

void qurt_signal_init(qurt_signal_t *signal);
void qurt_signal_destroy(qurt_signal_t *signal);
unsigned int qurt_signal_get(qurt_signal_t *signal);
void qurt_signal_set(qurt_signal_t *signal, unsigned int mask);
void qurt_signal_clear(qurt_signal_t *signal, unsigned int mask);
unsigned int qurt_signal_wait(qurt_signal_t *signal, unsigned int mask, unsigned int attribute);
unsigned int qurt_signal_wait_any(qurt_signal_t *signal, unsigned int mask);
unsigned int qurt_signal_wait_all(qurt_signal_t *signal, unsigned int mask);
int qurt_signal_wait_cancellable(qurt_signal_t *signal, unsigned int mask,
				 unsigned int attribute, unsigned int *signals);
int qurt_signal_wait_timed(qurt_signal_t *signal, unsigned int mask, unsigned int attribute,
			   unsigned int *signals, unsigned long long us);

void qurt_anysignal_init(qurt_anysignal_t *signal);
void qurt_anysignal_destroy(qurt_anysignal_t *signal);
unsigned int qurt_anysignal_get(qurt_anysignal_t *signal);
unsigned int qurt_anysignal_set(qurt_anysignal_t *signal, unsigned int mask);
unsigned int qurt_anysignal_clear(qurt_anysignal_t *signal, unsigned int mask);
unsigned int qurt_anysignal_wait(qurt_anysignal_t *signal, unsigned int mask);
int qurt_anysignal_wait_timed(qurt_anysignal_t *signal, unsigned int mask,
			      unsigned int *signals, unsigned long long us);

void qurt_allsignal_init(qurt_allsignal_t *signal);
void qurt_allsignal_destroy(qurt_allsignal_t *signal);
unsigned int qurt_allsignal_get(qurt_allsignal_t *signal);
void qurt_allsignal_set(qurt_allsignal_t *signal, unsigned int mask);
void qurt_allsignal_wait(qurt_allsignal_t *signal, unsigned int mask);

void qurt_signal2_init(qurt_signal2_t *signal);
void qurt_signal2_destroy(qurt_signal2_t *signal);
void qurt_signal2_set(qurt_signal2_t *signal, unsigned int mask);
void qurt_signal2_clear(qurt_signal2_t *signal, unsigned int mask);
unsigned int qurt_signal2_wait(qurt_signal2_t *signal, unsigned int mask,
			       unsigned int attribute);

#ifdef __cplusplus
}
#endif

#endif
