/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_INTENT_H
#define VDSP_INTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Linux offers five; one that offers more than this does not need them. */
#define INTENT_MAX 64u

/**
 * struct intent_offers - receive buffers that the guest has offered us
 */
struct intent_offers {
	struct {
		uint32_t id;
		/** @size: bytes, 0 is an unused place */
		uint32_t size;
		/** @taken: holds a message that the guest has not finished with */
		bool taken;
	} offer[INTENT_MAX];
};

/**
 * struct intent_grants - receive buffers that we have granted to the guest
 */
struct intent_grants {
	struct {
		/** @bytes: the buffer; NULL is an unused place */
		uint8_t *bytes;
		uint32_t size;
		/** @used: bytes of the message being received */
		uint32_t used;
	} grant[INTENT_MAX];
};

int intent_offer_add(struct intent_offers *o, uint32_t id, uint32_t size);
int intent_offer_take(struct intent_offers *o, size_t len, uint32_t *id);
int intent_offer_return(struct intent_offers *o, uint32_t id, bool reuse);

int intent_grant(struct intent_grants *g, uint32_t size, uint32_t *id);
int intent_grant_fill(struct intent_grants *g, uint32_t id, uint32_t len, uint8_t **at);
const uint8_t *intent_grant_finish(struct intent_grants *g, uint32_t id, uint32_t *len);
void intent_grant_forget(struct intent_grants *g);

#endif /* VDSP_INTENT_H */
