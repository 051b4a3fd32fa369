/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QURT_PIPE_H
#define QURT_PIPE_H

#include "qurt_types.h"

/* Pipes: queues of 64-bit numbers. The object is QuRT's own. */
#define QURT_PIPE_ATTR_MEM_PARTITION_RAM 0
#define QURT_PIPE_ATTR_MEM_PARTITION_TCM 1

typedef unsigned long long qurt_pipe_data_t;

typedef struct qurt_pipe {
	unsigned int words[21];
} qurt_pipe_t;

typedef struct {
	qurt_pipe_data_t *buffer;
	unsigned int elements;
	unsigned char mem_partition;
} qurt_pipe_attr_t;

#ifdef __cplusplus
extern "C" {
#endif

static inline void qurt_pipe_attr_init(qurt_pipe_attr_t *attr)
{
	attr->buffer = NULL;
	attr->elements = 0;
	attr->mem_partition = QURT_PIPE_ATTR_MEM_PARTITION_RAM;
}

static inline void qurt_pipe_attr_set_buffer(qurt_pipe_attr_t *attr, qurt_pipe_data_t *buffer)
{
	attr->buffer = buffer;
}

static inline void qurt_pipe_attr_set_elements(qurt_pipe_attr_t *attr, unsigned int elements)
{
	attr->elements = elements;
}

static inline void qurt_pipe_attr_set_buffer_partition(qurt_pipe_attr_t *attr,
						       unsigned char partition)
{
	attr->mem_partition = partition;
}

int qurt_pipe_create(qurt_pipe_t **pipe, qurt_pipe_attr_t *attr);
int qurt_pipe_init(qurt_pipe_t *pipe, qurt_pipe_attr_t *attr);
void qurt_pipe_destroy(qurt_pipe_t *pipe);
void qurt_pipe_delete(qurt_pipe_t *pipe);
void qurt_pipe_send(qurt_pipe_t *pipe, qurt_pipe_data_t data);
int qurt_pipe_send_cancellable(qurt_pipe_t *pipe, qurt_pipe_data_t data);
int qurt_pipe_try_send(qurt_pipe_t *pipe, qurt_pipe_data_t data);
qurt_pipe_data_t qurt_pipe_receive(qurt_pipe_t *pipe);
int qurt_pipe_receive_cancellable(qurt_pipe_t *pipe, qurt_pipe_data_t *data);
qurt_pipe_data_t qurt_pipe_try_receive(qurt_pipe_t *pipe, int *success);
int qurt_pipe_is_empty(qurt_pipe_t *pipe);

#ifdef __cplusplus
}
#endif

#endif
