package io.github.koelectra.weights.torch;

import java.util.Optional;

/** The instructions of a pickle that mean data; the last group is known by name to be refused. */
enum Opcode {
  PROTO(0x80),
  FRAME(0x95),
  STOP('.'),
  MARK('('),
  NONE('N'),
  NEWTRUE(0x88),
  NEWFALSE(0x89),
  BININT('J'),
  BININT1('K'),
  BININT2('M'),
  LONG('L'),
  LONG1(0x8a),
  LONG4(0x8b),
  BINFLOAT('G'),
  STRING('S'),
  BINUNICODE('X'),
  SHORT_BINUNICODE(0x8c),
  BINUNICODE8(0x8d),
  SHORT_BINSTRING('U'),
  BINSTRING('T'),
  BINBYTES('B'),
  SHORT_BINBYTES('C'),
  BINBYTES8(0x8e),
  EMPTY_TUPLE(')'),
  TUPLE('t'),
  TUPLE1(0x85),
  TUPLE2(0x86),
  TUPLE3(0x87),
  EMPTY_LIST(']'),
  APPEND('a'),
  APPENDS('e'),
  EMPTY_DICT('}'),
  SETITEM('s'),
  SETITEMS('u'),
  BINGET('h'),
  LONG_BINGET('j'),
  BINPUT('q'),
  LONG_BINPUT('r'),
  MEMOIZE(0x94),
  GLOBAL('c'),
  STACK_GLOBAL(0x93),
  REDUCE('R'),
  BUILD('b'),
  BINPERSID('Q'),

  INST('i'),
  OBJ('o'),
  NEWOBJ(0x81),
  NEWOBJ_EX(0x92),
  EXT1(0x82),
  EXT2(0x83),
  EXT4(0x84);

  private static final Opcode[] BY_CODE = new Opcode[256];

  static {
    for (Opcode opcode : values()) {
      BY_CODE[opcode.code] = opcode;
    }
  }

  private final int code;

  Opcode(int code) {
    this.code = code;
  }

  static Optional<Opcode> of(int code) {
    return Optional.ofNullable(BY_CODE[code]);
  }
}
