package io.github.koelectra.weights.torch;

import io.github.koelectra.weights.WeightFormatException.Kind;
import io.github.koelectra.weights.torch.Value.Bytes;
import io.github.koelectra.weights.torch.Value.Dict;
import io.github.koelectra.weights.torch.Value.Flag;
import io.github.koelectra.weights.torch.Value.Name;
import io.github.koelectra.weights.torch.Value.Nothing;
import io.github.koelectra.weights.torch.Value.Real;
import io.github.koelectra.weights.torch.Value.Sequence;
import io.github.koelectra.weights.torch.Value.Storage;
import io.github.koelectra.weights.torch.Value.Text;
import io.github.koelectra.weights.torch.Value.Tuple;
import io.github.koelectra.weights.torch.Value.Whole;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Interprets the instructions of a pickle that mean data, and refuses all others by name. What it
 * builds are {@link Value}s; what a name would do in Python is known in {@link Calls} for the few
 * of {@link AllowedName}. It takes a bounded number of steps and keeps a bounded number of bytes.
 */
final class PickleMachine {
  private static final int LATEST_PROTOCOL = 5;
  private static final int MOST_STEPS = 500_000;
  private static final long MOST_BYTES = 16 << 20;
  private static final int LONGEST_INTEGER = 32;

  private final Cursor cursor;
  private final Stack stack = new Stack();
  private final Map<Long, Value> memo = new HashMap<>();

  private final Map<String, Storage> storages;

  private PickleMachine(Cursor cursor, Map<String, Storage> storages) {
    this.cursor = cursor;
    this.storages = storages;
  }

  /** The value of the pickle at the cursor, which is left behind it. */
  static Value read(Cursor cursor) throws PickleException {
    return read(cursor, new HashMap<>());
  }

  /** The same; all storages it mentions come into {@code storages} by their keys. */
  static Value read(Cursor cursor, Map<String, Storage> storages) throws PickleException {
    return new PickleMachine(cursor, storages).run();
  }

  private Value run() throws PickleException {
    long begin = cursor.position();
    for (int step = 0; step < MOST_STEPS; step++) {
      long at = cursor.position();
      if (at - begin > MOST_BYTES) {
        break;
      }
      Opcode opcode = next(at);
      if (opcode == Opcode.STOP) {
        return stack.pop();
      }
      execute(opcode);
    }
    throw new PickleException(
        Kind.RESOURCES, "its pickle is far longer than a description of tensors");
  }

  private Opcode next(long at) throws PickleException {
    int code = cursor.u8();
    return Opcode.of(code)
        .orElseThrow(
            () ->
                new PickleException(
                    Kind.HEADER,
                    String.format(
                        "its pickle has opcode 0x%02x at byte %d, which no file of tensors has",
                        code, at)));
  }

  private void execute(Opcode opcode) throws PickleException {
    switch (opcode) {
      case PROTO -> protocol();
      case FRAME -> frame();
      case MARK -> stack.mark();
      case NONE, NEWTRUE, NEWFALSE, BININT, BININT1, BININT2, LONG, LONG1, LONG4, BINFLOAT ->
          stack.push(scalar(opcode));
      case STRING,
          BINUNICODE,
          SHORT_BINUNICODE,
          BINUNICODE8,
          SHORT_BINSTRING,
          BINSTRING,
          BINBYTES,
          SHORT_BINBYTES,
          BINBYTES8 ->
          stack.push(string(opcode));
      case EMPTY_TUPLE, TUPLE, TUPLE1, TUPLE2, TUPLE3 -> stack.push(tuple(opcode));
      case EMPTY_LIST -> stack.push(new Sequence());
      case EMPTY_DICT -> stack.push(new Dict());
      case APPEND -> Containers.append(stack.pop(1), stack.peek());
      case APPENDS -> Containers.append(stack.popToMark(), stack.peek());
      case SETITEM -> Containers.setItems(stack.pop(2), stack.peek());
      case SETITEMS -> Containers.setItems(stack.popToMark(), stack.peek());
      case BINGET, LONG_BINGET -> get(opcode == Opcode.BINGET ? cursor.u8() : cursor.u32());
      case BINPUT, LONG_BINPUT ->
          memo.put(opcode == Opcode.BINPUT ? cursor.u8() : cursor.u32(), stack.peek());
      case MEMOIZE -> memo.put((long) memo.size(), stack.peek());
      case GLOBAL -> stack.push(name(cursor.line(), cursor.line()));
      case STACK_GLOBAL -> stackGlobal();
      case REDUCE -> {
        List<Value> call = stack.pop(2);
        stack.push(Calls.call(call.getFirst(), call.getLast()));
      }
      case BUILD -> Containers.build(stack.pop(), stack.peek());
      case BINPERSID -> stack.push(storage(Calls.storage(stack.pop())));
      case INST, OBJ, NEWOBJ, NEWOBJ_EX, EXT1, EXT2, EXT4 ->
          throw new PickleException(
              Kind.UNSAFE,
              "refused, for its pickle has the instruction "
                  + opcode
                  + ", which makes objects of any class and could run code");
      case STOP -> throw new IllegalStateException("not an instruction to execute");
    }
  }

  private void protocol() throws PickleException {
    int protocol = cursor.u8();
    if (protocol > LATEST_PROTOCOL) {
      throw new PickleException(Kind.HEADER, "unknown pickle protocol " + protocol);
    }
  }

  private void frame() throws PickleException {
    long length = cursor.i64();
    if (length < 0 || length > cursor.left()) {
      throw new PickleException(
          Kind.TRUNCATED, "its pickle ends inside a frame; download it again");
    }
  }

  private Value scalar(Opcode opcode) throws PickleException {
    return switch (opcode) {
      case NONE -> new Nothing();
      case NEWTRUE -> new Flag(true);
      case NEWFALSE -> new Flag(false);
      case BININT -> whole(cursor.i32());
      case BININT1 -> whole(cursor.u8());
      case BININT2 -> whole(cursor.u16());
      case LONG -> decimal(cursor.line());
      case LONG1 -> littleEndian(cursor.u8());
      case LONG4 -> littleEndian(cursor.i32());
      case BINFLOAT -> new Real(Double.longBitsToDouble(Long.reverseBytes(cursor.i64())));
      default -> throw new IllegalStateException("no scalar: " + opcode);
    };
  }

  private static Whole whole(long value) {
    return new Whole(BigInteger.valueOf(value));
  }

  private static Whole decimal(String line) throws PickleException {
    try {
      String digits = line.endsWith("L") ? line.substring(0, line.length() - 1) : line;
      return new Whole(new BigInteger(digits));
    } catch (NumberFormatException _) {
      throw new PickleException(Kind.HEADER, "its pickle has '" + line + "' for an integer");
    }
  }

  private Whole littleEndian(int length) throws PickleException {
    if (length < 0) {
      throw new PickleException(Kind.HEADER, "its pickle has an integer of " + length + " bytes");
    }
    if (length > LONGEST_INTEGER && length <= cursor.left()) {
      throw new PickleException(
          Kind.RESOURCES, "its pickle has an integer of " + length + " bytes");
    }
    byte[] bytes = cursor.take(length);
    for (int i = 0; i < length / 2; i++) {
      byte low = bytes[i];
      bytes[i] = bytes[length - 1 - i];
      bytes[length - 1 - i] = low;
    }
    return new Whole(length == 0 ? BigInteger.ZERO : new BigInteger(bytes));
  }

  private Value string(Opcode opcode) throws PickleException {
    if (opcode == Opcode.STRING) {
      return quoted(cursor.line());
    }
    long length =
        switch (opcode) {
          case SHORT_BINUNICODE, SHORT_BINSTRING, SHORT_BINBYTES -> cursor.u8();
          case BINUNICODE8, BINBYTES8 -> cursor.i64();
          default -> cursor.u32();
        };
    if (length > MOST_BYTES && length <= cursor.left()) {
      throw new PickleException(Kind.RESOURCES, "its pickle has a string of " + length + " bytes");
    }
    return switch (opcode) {
      case BINBYTES, SHORT_BINBYTES, BINBYTES8 -> {
        cursor.skip(length);
        yield new Bytes();
      }
      default -> new Text(cursor.text(length));
    };
  }

  private static Text quoted(String line) throws PickleException {
    int last = line.length() - 1;
    boolean quotes = last > 0 && "'\"".indexOf(line.charAt(0)) >= 0;
    if (!quotes || line.charAt(0) != line.charAt(last) || line.contains("\\")) {
      throw new PickleException(Kind.HEADER, "its pickle has a string it does not quote plainly");
    }
    return new Text(line.substring(1, last));
  }

  private Tuple tuple(Opcode opcode) throws PickleException {
    return Containers.tuple(
        switch (opcode) {
          case TUPLE -> stack.popToMark();
          case TUPLE1 -> stack.pop(1);
          case TUPLE2 -> stack.pop(2);
          case TUPLE3 -> stack.pop(3);
          default -> List.of();
        });
  }

  private void get(long index) throws PickleException {
    Value value = memo.get(index);
    if (value == null) {
      throw new PickleException(
          Kind.HEADER, "its pickle refers to value " + index + ", which it has not set");
    }
    stack.push(value);
  }

  private static Name name(String module, String name) throws PickleException {
    return new Name(
        AllowedName.of(module, name).orElseThrow(() -> AllowedName.refusal(module, name)));
  }

  /** Tensors that share a storage mean the very same. */
  private Storage storage(Storage storage) throws PickleException {
    Storage first = storages.putIfAbsent(storage.key(), storage);
    if (first != null && !first.equals(storage)) {
      throw new PickleException(
          Kind.HEADER, "storage " + storage.key() + " is described in two ways");
    }
    return storage;
  }

  private void stackGlobal() throws PickleException {
    List<Value> names = stack.pop(2);
    if (!(names.getFirst() instanceof Text(String module))
        || !(names.getLast() instanceof Text(String name))) {
      throw new PickleException(Kind.HEADER, "its pickle names a class by something but strings");
    }
    stack.push(name(module, name));
  }
}
