/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_TESTS_DSP_POSIX_H
#define DSP_TESTS_DSP_POSIX_H

/* What the test libraries import of the DSP: POSIX threads and <dlfcn.h>. */

#include <stddef.h>
#include <stdint.h>

struct dsp_pthread_mutex_attributes {
	int32_t initialized, kind, shared, protocol;
};

struct dsp_dl_info {
	const char *file_name;
	void *file_start;
	const char *symbol_name;
	void *symbol_start;
};

int pthread_once(uint32_t *once, void (*function)(void));
int pthread_key_create(int *key, void (*destructor)(void *));
int pthread_key_delete(int key);
int pthread_setspecific(int key, const void *value);
void *pthread_getspecific(int key);
int pthread_create(uint32_t *id, const void *attributes, void *(*function)(void *),
		   void *argument);
int pthread_join(uint32_t id, void **value);
int pthread_mutexattr_init(struct dsp_pthread_mutex_attributes *attributes);
int pthread_mutexattr_settype(struct dsp_pthread_mutex_attributes *attributes, int kind);
int pthread_mutex_init(uint32_t *mutex, const struct dsp_pthread_mutex_attributes *attributes);
int pthread_mutex_lock(uint32_t *mutex);
int pthread_mutex_trylock(uint32_t *mutex);
int pthread_mutex_unlock(uint32_t *mutex);
int pthread_mutex_destroy(uint32_t *mutex);
int pthread_cond_wait(uint32_t *condition, uint32_t *mutex);
int pthread_cond_signal(uint32_t *condition);
void *dlopen(const char *path, int mode);
void *dlsym(void *library, const char *name);
int dlclose(void *library);
char *dlerror(void);
int dladdr(const void *address, struct dsp_dl_info *info);

#endif
