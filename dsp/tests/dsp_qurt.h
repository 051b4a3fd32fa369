/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_TESTS_DSP_QURT_H
#define DSP_TESTS_DSP_QURT_H

/* What the test libraries import of the DSP: QuRT. */

#include <stddef.h>
#include <stdint.h>

struct dsp_thread_attributes {
	char name[16];
	uint8_t tcb_partition, stid;
	uint16_t priority;
	uint8_t flags, bus_priority;
	uint16_t timetest_id;
	uint32_t stack_size;
	void *stack;
	uint16_t detach;
};

struct dsp_timer_attributes {
	uint32_t magic;
	uint64_t duration, expiry, remaining;
	uint8_t type;
	uint32_t group;
	void *function;
};

struct dsp_pipe;

struct dsp_pipe_attributes {
	uint64_t *buffer;
	uint32_t elements;
	uint8_t partition;
};

/* Objects of QuRT have 16 bytes. */
struct dsp_object {
	uint32_t words[4];
};

int qurt_thread_create(uint32_t *id, struct dsp_thread_attributes *attributes,
		       void (*entry)(void *), void *argument);
void qurt_thread_exit(int status);
int qurt_thread_join(uint32_t id, int *status);
uint32_t qurt_thread_get_id(void);
int qurt_thread_get_priority(uint32_t id);
int qurt_thread_set_priority(uint32_t id, unsigned short priority);
void qurt_thread_get_name(char *name, unsigned char size);
void qurt_mutex_init(struct dsp_object *mutex);
void qurt_mutex_destroy(struct dsp_object *mutex);
void qurt_mutex_lock(struct dsp_object *mutex);
void qurt_mutex_unlock(struct dsp_object *mutex);
int qurt_mutex_try_lock(struct dsp_object *mutex);
void qurt_rmutex_init(struct dsp_object *mutex);
void qurt_rmutex_lock(struct dsp_object *mutex);
void qurt_rmutex_unlock(struct dsp_object *mutex);
int qurt_rmutex_try_lock(struct dsp_object *mutex);
int qurt_barrier_init(struct dsp_object *barrier, unsigned int threads);
int qurt_barrier_wait(struct dsp_object *barrier);
int qurt_barrier_destroy(struct dsp_object *barrier);
void qurt_sem_init_val(struct dsp_object *semaphore, unsigned short value);
int qurt_sem_add(struct dsp_object *semaphore, unsigned int amount);
int qurt_sem_down(struct dsp_object *semaphore);
int qurt_sem_try_down(struct dsp_object *semaphore);
void qurt_cond_init(struct dsp_object *condition);
void qurt_cond_wait(struct dsp_object *condition, struct dsp_object *mutex);
void qurt_cond_signal(struct dsp_object *condition);
void qurt_cond_broadcast(struct dsp_object *condition);
void qurt_signal_init(struct dsp_object *signal);
void qurt_signal_destroy(struct dsp_object *signal);
unsigned int qurt_signal_get(struct dsp_object *signal);
unsigned int qurt_anysignal_set(struct dsp_object *signal, unsigned int mask);
unsigned int qurt_anysignal_clear(struct dsp_object *signal, unsigned int mask);
unsigned int qurt_signal_wait(struct dsp_object *signal, unsigned int mask, unsigned int attribute);
void qurt_signal_set(struct dsp_object *signal, unsigned int mask);
void qurt_signal_clear(struct dsp_object *signal, unsigned int mask);
int qurt_signal_wait_timed(struct dsp_object *signal, unsigned int mask, unsigned int attribute,
			   unsigned int *signals, uint64_t us);
int qurt_tls_create_key(int *key, void (*destructor)(void *));
int qurt_tls_set_specific(int key, const void *value);
void *qurt_tls_get_specific(int key);
int qurt_tls_delete_key(int key);
int qurt_mutex_lock_timed(struct dsp_object *mutex, uint64_t us);
int qurt_futex_wait(uint32_t *word, uint32_t value);
int qurt_futex_wake(uint32_t *word, int most);
int qurt_thread_attr_get(uint32_t id, struct dsp_thread_attributes *attributes);
int qurt_thread_get_thread_id(uint32_t *id, const char *name);
int qurt_qdi_qhi4(int handle, int method, int first, int second);
int qurt_qdi_close(int handle);
void qurt_timer_attr_init(struct dsp_timer_attributes *attributes);
void qurt_timer_attr_set_duration(struct dsp_timer_attributes *attributes, uint64_t us);
void qurt_timer_attr_get_duration(struct dsp_timer_attributes *attributes, uint64_t *us);
void qurt_timer_attr_set_type(struct dsp_timer_attributes *attributes, uint8_t type);
int qurt_timer_create(uint32_t *timer, const struct dsp_timer_attributes *attributes,
		      struct dsp_object *signal, unsigned int mask);
int qurt_timer_get_attr(uint32_t timer, struct dsp_timer_attributes *attributes);
int qurt_timer_restart(uint32_t timer, uint64_t us);
int qurt_timer_stop(uint32_t timer);
int qurt_timer_delete(uint32_t timer);
uint64_t qurt_mailbox_create(const char *name, uint8_t receiver);
uint64_t qurt_mailbox_get_id(const char *name);
int qurt_mailbox_send(uint64_t id, uint8_t option, uint64_t data);
int qurt_mailbox_receive(uint64_t id, uint8_t option, uint64_t *data);
int qurt_mailbox_delete(uint64_t id);
int qurt_mailbox_receive_halt(uint64_t id);
int qurt_pipe_create(struct dsp_pipe **pipe, struct dsp_pipe_attributes *attributes);
void qurt_pipe_delete(struct dsp_pipe *pipe);
void qurt_pipe_send(struct dsp_pipe *pipe, uint64_t item);
uint64_t qurt_pipe_receive(struct dsp_pipe *pipe);
int qurt_pipe_try_send(struct dsp_pipe *pipe, uint64_t item);
uint64_t qurt_pipe_try_receive(struct dsp_pipe *pipe, int *success);
int qurt_pipe_is_empty(struct dsp_pipe *pipe);

#endif
