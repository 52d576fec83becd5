/* The few C functions that the core needs where there is no operating system: enough to link it for the browser. */
#include <stddef.h>
#include <stdint.h>

extern unsigned char __heap_base;
static uintptr_t top = 0;

/* A bump allocator: a page in the browser judges one dossier and is thrown away. */
int posix_memalign(void **result, size_t alignment, size_t size) {
  if (top == 0) top = (uintptr_t)&__heap_base;
  top = (top + alignment - 1) & ~(uintptr_t)(alignment - 1);
  *result = (void *)top;
  top += size;
  size_t have = __builtin_wasm_memory_size(0) * 65536u;
  if (top > have) {
    size_t pages = (top - have + 65535u) / 65536u;
    if (__builtin_wasm_memory_grow(0, pages) == (size_t)-1) return 12;
  }
  return 0;
}

void *malloc(size_t size) {
  void *result = 0;
  return posix_memalign(&result, 16, size) ? 0 : result;
}

void free(void *pointer) { (void)pointer; }

void *memcpy(void *to, const void *from, size_t count) {
  unsigned char *a = to;
  const unsigned char *b = from;
  while (count--) *a++ = *b++;
  return to;
}

void *memmove(void *to, const void *from, size_t count) {
  unsigned char *a = to;
  const unsigned char *b = from;
  if (a < b) return memcpy(to, from, count);
  while (count--) a[count] = b[count];
  return to;
}

void *memset(void *to, int value, size_t count) {
  unsigned char *a = to;
  while (count--) *a++ = (unsigned char)value;
  return to;
}

int memcmp(const void *left, const void *right, size_t count) {
  const unsigned char *a = left, *b = right;
  for (; count--; a++, b++)
    if (*a != *b) return *a < *b ? -1 : 1;
  return 0;
}

size_t strlen(const char *text) {
  size_t count = 0;
  while (text[count]) count++;
  return count;
}

int putchar(int character) { return character; }

/* Hash seeds: results do not depend on them. */
void arc4random_buf(void *to, size_t count) { memset(to, 7, count); }

uintptr_t __stack_chk_guard = 0x5ac3u;
void __stack_chk_fail(void) { __builtin_trap(); }

/* Arithmetic on 128 bits, which the compiler expects of its runtime. */
typedef __int128 wide;
typedef unsigned __int128 uwide;
typedef union {
  uwide whole;
  struct {
    uint64_t low, high;
  } half;
} halves;

static uwide joined(uint64_t high, uint64_t low) {
  halves value;
  value.half.low = low;
  value.half.high = high;
  return value.whole;
}

wide __multi3(wide left, wide right) {
  halves x = {.whole = (uwide)left}, y = {.whole = (uwide)right};
  uint64_t a = x.half.low, b = y.half.low;
  uint64_t a0 = (uint32_t)a, a1 = a >> 32, b0 = (uint32_t)b, b1 = b >> 32;
  uint64_t low = a0 * b0, middle = a1 * b0 + (low >> 32), other = a0 * b1 + (uint32_t)middle;
  uint64_t high = a1 * b1 + (middle >> 32) + (other >> 32) + x.half.high * b + a * y.half.high;
  return (wide)joined(high, (other << 32) | (uint32_t)low);
}

/* Long division, bit by bit: nothing here is large. */
static uwide divide(uwide dividend, uwide divisor, uwide *rest) {
  halves a = {.whole = dividend}, quotient = {.whole = 0}, left = {.whole = 0};
  for (int bit = 127; bit >= 0; bit--) {
    uint64_t next = bit >= 64 ? a.half.high >> (bit - 64) & 1 : a.half.low >> bit & 1;
    left.whole = joined(left.half.high << 1 | left.half.low >> 63, left.half.low << 1 | next);
    if (left.whole >= divisor) {
      left.whole -= divisor;
      if (bit >= 64) quotient.half.high |= (uint64_t)1 << (bit - 64); else quotient.half.low |= (uint64_t)1 << bit;
    }
  }
  *rest = left.whole;
  return quotient.whole;
}

wide __divti3(wide a, wide b) {
  uwide rest, quotient = divide(a < 0 ? -(uwide)a : (uwide)a, b < 0 ? -(uwide)b : (uwide)b, &rest);
  return (a < 0) != (b < 0) ? -(wide)quotient : (wide)quotient;
}

wide __modti3(wide a, wide b) {
  uwide rest;
  divide(a < 0 ? -(uwide)a : (uwide)a, b < 0 ? -(uwide)b : (uwide)b, &rest);
  return a < 0 ? -(wide)rest : (wide)rest;
}

uwide __udivti3(uwide a, uwide b) {
  uwide rest;
  return divide(a, b, &rest);
}

uwide __umodti3(uwide a, uwide b) {
  uwide rest;
  divide(a, b, &rest);
  return rest;
}
