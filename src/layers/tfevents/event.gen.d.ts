import * as $protobuf from "protobufjs";
import Long = require("long");

/** Namespace guild. */
export namespace guild {

    /** Namespace tfevents. */
    namespace tfevents {

        /**
         * Properties of an Event.
         * @deprecated Use guild.tfevents.Event.$Properties instead.
         */
        interface IEvent extends guild.tfevents.Event.$Properties {
        }

        /** Represents an Event. */
        class Event {

            /**
             * Constructs a new Event.
             * @param [properties] Properties to set
             */
            constructor(properties?: guild.tfevents.Event.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Event wall_time. */
            wall_time: number;

            /** Event step. */
            step: (number|Long);

            /** Event file_version. */
            file_version?: (string|null);

            /** Event summary. */
            summary?: (guild.tfevents.Summary.$Properties|null);

            /** Event what. */
            what?: ("file_version"|"summary");

            /**
             * Encodes the specified Event message. Does not implicitly {@link guild.tfevents.Event.verify|verify} messages.
             * @param message Event message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: guild.tfevents.Event.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Event message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {guild.tfevents.Event & guild.tfevents.Event.$Shape} Event
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): guild.tfevents.Event & guild.tfevents.Event.$Shape;
        }

        namespace Event {

            /** Properties of an Event. */
            interface $Properties {

                /** Event wall_time */
                wall_time?: (number|null);

                /** Event step */
                step?: (number|Long|null);

                /** Event file_version */
                file_version?: (string|null);

                /** Event summary */
                summary?: (guild.tfevents.Summary.$Properties|null);

                /** Event what */
                what?: ("file_version"|"summary");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of an Event. */
            type $Shape = {
              wall_time?: number|null;
              step?: number|Long|null;
              file_version?: string|null;
              summary?: guild.tfevents.Summary.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ what?: undefined; file_version?: null; summary?: null }|{ what?: "file_version"; file_version: string; summary?: null }|{ what?: "summary"; file_version?: null; summary: guild.tfevents.Summary.$Shape })
            );
        }

        /**
         * Properties of a Summary.
         * @deprecated Use guild.tfevents.Summary.$Properties instead.
         */
        interface ISummary extends guild.tfevents.Summary.$Properties {
        }

        /** Represents a Summary. */
        class Summary {

            /**
             * Constructs a new Summary.
             * @param [properties] Properties to set
             */
            constructor(properties?: guild.tfevents.Summary.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Summary value. */
            value: guild.tfevents.Summary.Value.$Properties[];

            /**
             * Encodes the specified Summary message. Does not implicitly {@link guild.tfevents.Summary.verify|verify} messages.
             * @param message Summary message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: guild.tfevents.Summary.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Summary message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {guild.tfevents.Summary & guild.tfevents.Summary.$Shape} Summary
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): guild.tfevents.Summary & guild.tfevents.Summary.$Shape;
        }

        namespace Summary {

            /** Properties of a Summary. */
            interface $Properties {

                /** Summary value */
                value?: (guild.tfevents.Summary.Value.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Summary. */
            type $Shape = {
              value?: guild.tfevents.Summary.Value.$Shape[]|null;
              $unknowns?: Uint8Array[];
            };

            /**
             * Properties of an Image.
             * @deprecated Use guild.tfevents.Summary.Image.$Properties instead.
             */
            interface IImage extends guild.tfevents.Summary.Image.$Properties {
            }

            /** Represents an Image. */
            class Image {

                /**
                 * Constructs a new Image.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: guild.tfevents.Summary.Image.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Image height. */
                height: number;

                /** Image width. */
                width: number;

                /** Image colorspace. */
                colorspace: number;

                /** Image encoded_image_string. */
                encoded_image_string: Uint8Array;

                /**
                 * Encodes the specified Image message. Does not implicitly {@link guild.tfevents.Summary.Image.verify|verify} messages.
                 * @param message Image message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: guild.tfevents.Summary.Image.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Image message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {guild.tfevents.Summary.Image & guild.tfevents.Summary.Image.$Shape} Image
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): guild.tfevents.Summary.Image & guild.tfevents.Summary.Image.$Shape;
            }

            namespace Image {

                /** Properties of an Image. */
                interface $Properties {

                    /** Image height */
                    height?: (number|null);

                    /** Image width */
                    width?: (number|null);

                    /** Image colorspace */
                    colorspace?: (number|null);

                    /** Image encoded_image_string */
                    encoded_image_string?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an Image. */
                type $Shape = guild.tfevents.Summary.Image.$Properties;
            }

            /**
             * Properties of a Value.
             * @deprecated Use guild.tfevents.Summary.Value.$Properties instead.
             */
            interface IValue extends guild.tfevents.Summary.Value.$Properties {
            }

            /** Represents a Value. */
            class Value {

                /**
                 * Constructs a new Value.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: guild.tfevents.Summary.Value.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Value tag. */
                tag: string;

                /** Value simple_value. */
                simple_value?: (number|null);

                /** Value image. */
                image?: (guild.tfevents.Summary.Image.$Properties|null);

                /** Value tensor. */
                tensor?: (guild.tfevents.TensorProto.$Properties|null);

                /** Value metadata. */
                metadata?: (guild.tfevents.SummaryMetadata.$Properties|null);

                /** Value value. */
                value?: ("simple_value"|"image"|"tensor");

                /**
                 * Encodes the specified Value message. Does not implicitly {@link guild.tfevents.Summary.Value.verify|verify} messages.
                 * @param message Value message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: guild.tfevents.Summary.Value.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Value message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {guild.tfevents.Summary.Value & guild.tfevents.Summary.Value.$Shape} Value
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): guild.tfevents.Summary.Value & guild.tfevents.Summary.Value.$Shape;
            }

            namespace Value {

                /** Properties of a Value. */
                interface $Properties {

                    /** Value tag */
                    tag?: (string|null);

                    /** Value simple_value */
                    simple_value?: (number|null);

                    /** Value image */
                    image?: (guild.tfevents.Summary.Image.$Properties|null);

                    /** Value tensor */
                    tensor?: (guild.tfevents.TensorProto.$Properties|null);

                    /** Value metadata */
                    metadata?: (guild.tfevents.SummaryMetadata.$Properties|null);

                    /** Value value */
                    value?: ("simple_value"|"image"|"tensor");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of a Value. */
                type $Shape = {
                  tag?: string|null;
                  simple_value?: number|null;
                  image?: guild.tfevents.Summary.Image.$Shape|null;
                  tensor?: guild.tfevents.TensorProto.$Shape|null;
                  metadata?: guild.tfevents.SummaryMetadata.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ value?: undefined; simple_value?: null; image?: null; tensor?: null }|{ value?: "simple_value"; simple_value: number; image?: null; tensor?: null }|{ value?: "image"; simple_value?: null; image: guild.tfevents.Summary.Image.$Shape; tensor?: null }|{ value?: "tensor"; simple_value?: null; image?: null; tensor: guild.tfevents.TensorProto.$Shape })
                );
            }
        }

        /**
         * Properties of a SummaryMetadata.
         * @deprecated Use guild.tfevents.SummaryMetadata.$Properties instead.
         */
        interface ISummaryMetadata extends guild.tfevents.SummaryMetadata.$Properties {
        }

        /** Represents a SummaryMetadata. */
        class SummaryMetadata {

            /**
             * Constructs a new SummaryMetadata.
             * @param [properties] Properties to set
             */
            constructor(properties?: guild.tfevents.SummaryMetadata.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SummaryMetadata plugin_data. */
            plugin_data?: (guild.tfevents.SummaryMetadata.PluginData.$Properties|null);

            /** SummaryMetadata display_name. */
            display_name: string;

            /** SummaryMetadata summary_description. */
            summary_description: string;

            /** SummaryMetadata data_class. */
            data_class: guild.tfevents.DataClass;

            /**
             * Encodes the specified SummaryMetadata message. Does not implicitly {@link guild.tfevents.SummaryMetadata.verify|verify} messages.
             * @param message SummaryMetadata message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: guild.tfevents.SummaryMetadata.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SummaryMetadata message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {guild.tfevents.SummaryMetadata & guild.tfevents.SummaryMetadata.$Shape} SummaryMetadata
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): guild.tfevents.SummaryMetadata & guild.tfevents.SummaryMetadata.$Shape;
        }

        namespace SummaryMetadata {

            /** Properties of a SummaryMetadata. */
            interface $Properties {

                /** SummaryMetadata plugin_data */
                plugin_data?: (guild.tfevents.SummaryMetadata.PluginData.$Properties|null);

                /** SummaryMetadata display_name */
                display_name?: (string|null);

                /** SummaryMetadata summary_description */
                summary_description?: (string|null);

                /** SummaryMetadata data_class */
                data_class?: (guild.tfevents.DataClass|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SummaryMetadata. */
            type $Shape = guild.tfevents.SummaryMetadata.$Properties;

            /**
             * Properties of a PluginData.
             * @deprecated Use guild.tfevents.SummaryMetadata.PluginData.$Properties instead.
             */
            interface IPluginData extends guild.tfevents.SummaryMetadata.PluginData.$Properties {
            }

            /** Represents a PluginData. */
            class PluginData {

                /**
                 * Constructs a new PluginData.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: guild.tfevents.SummaryMetadata.PluginData.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** PluginData plugin_name. */
                plugin_name: string;

                /** PluginData content. */
                content: Uint8Array;

                /**
                 * Encodes the specified PluginData message. Does not implicitly {@link guild.tfevents.SummaryMetadata.PluginData.verify|verify} messages.
                 * @param message PluginData message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: guild.tfevents.SummaryMetadata.PluginData.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PluginData message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {guild.tfevents.SummaryMetadata.PluginData & guild.tfevents.SummaryMetadata.PluginData.$Shape} PluginData
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): guild.tfevents.SummaryMetadata.PluginData & guild.tfevents.SummaryMetadata.PluginData.$Shape;
            }

            namespace PluginData {

                /** Properties of a PluginData. */
                interface $Properties {

                    /** PluginData plugin_name */
                    plugin_name?: (string|null);

                    /** PluginData content */
                    content?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a PluginData. */
                type $Shape = guild.tfevents.SummaryMetadata.PluginData.$Properties;
            }
        }

        /** DataClass enum. */
        enum DataClass {

            /** DATA_CLASS_UNKNOWN value */
            DATA_CLASS_UNKNOWN = 0,

            /** DATA_CLASS_SCALAR value */
            DATA_CLASS_SCALAR = 1,

            /** DATA_CLASS_TENSOR value */
            DATA_CLASS_TENSOR = 2,

            /** DATA_CLASS_BLOB_SEQUENCE value */
            DATA_CLASS_BLOB_SEQUENCE = 3
        }

        /** DataType enum. */
        enum DataType {

            /** DT_INVALID value */
            DT_INVALID = 0,

            /** DT_FLOAT value */
            DT_FLOAT = 1,

            /** DT_DOUBLE value */
            DT_DOUBLE = 2,

            /** DT_INT32 value */
            DT_INT32 = 3,

            /** DT_STRING value */
            DT_STRING = 7,

            /** DT_INT64 value */
            DT_INT64 = 9
        }

        /**
         * Properties of a TensorShape.
         * @deprecated Use guild.tfevents.TensorShape.$Properties instead.
         */
        interface ITensorShape extends guild.tfevents.TensorShape.$Properties {
        }

        /** Represents a TensorShape. */
        class TensorShape {

            /**
             * Constructs a new TensorShape.
             * @param [properties] Properties to set
             */
            constructor(properties?: guild.tfevents.TensorShape.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** TensorShape dim. */
            dim: guild.tfevents.TensorShape.Dim.$Properties[];

            /** TensorShape unknown_rank. */
            unknown_rank: boolean;

            /**
             * Encodes the specified TensorShape message. Does not implicitly {@link guild.tfevents.TensorShape.verify|verify} messages.
             * @param message TensorShape message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: guild.tfevents.TensorShape.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TensorShape message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {guild.tfevents.TensorShape & guild.tfevents.TensorShape.$Shape} TensorShape
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): guild.tfevents.TensorShape & guild.tfevents.TensorShape.$Shape;
        }

        namespace TensorShape {

            /** Properties of a TensorShape. */
            interface $Properties {

                /** TensorShape dim */
                dim?: (guild.tfevents.TensorShape.Dim.$Properties[]|null);

                /** TensorShape unknown_rank */
                unknown_rank?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TensorShape. */
            type $Shape = guild.tfevents.TensorShape.$Properties;

            /**
             * Properties of a Dim.
             * @deprecated Use guild.tfevents.TensorShape.Dim.$Properties instead.
             */
            interface IDim extends guild.tfevents.TensorShape.Dim.$Properties {
            }

            /** Represents a Dim. */
            class Dim {

                /**
                 * Constructs a new Dim.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: guild.tfevents.TensorShape.Dim.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Dim size. */
                size: (number|Long);

                /** Dim name. */
                name: string;

                /**
                 * Encodes the specified Dim message. Does not implicitly {@link guild.tfevents.TensorShape.Dim.verify|verify} messages.
                 * @param message Dim message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: guild.tfevents.TensorShape.Dim.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Dim message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {guild.tfevents.TensorShape.Dim & guild.tfevents.TensorShape.Dim.$Shape} Dim
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): guild.tfevents.TensorShape.Dim & guild.tfevents.TensorShape.Dim.$Shape;
            }

            namespace Dim {

                /** Properties of a Dim. */
                interface $Properties {

                    /** Dim size */
                    size?: (number|Long|null);

                    /** Dim name */
                    name?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Dim. */
                type $Shape = guild.tfevents.TensorShape.Dim.$Properties;
            }
        }

        /**
         * Properties of a TensorProto.
         * @deprecated Use guild.tfevents.TensorProto.$Properties instead.
         */
        interface ITensorProto extends guild.tfevents.TensorProto.$Properties {
        }

        /** Represents a TensorProto. */
        class TensorProto {

            /**
             * Constructs a new TensorProto.
             * @param [properties] Properties to set
             */
            constructor(properties?: guild.tfevents.TensorProto.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** TensorProto dtype. */
            dtype: guild.tfevents.DataType;

            /** TensorProto tensor_shape. */
            tensor_shape?: (guild.tfevents.TensorShape.$Properties|null);

            /** TensorProto version_number. */
            version_number: number;

            /** TensorProto tensor_content. */
            tensor_content: Uint8Array;

            /** TensorProto float_val. */
            float_val: number[];

            /** TensorProto double_val. */
            double_val: number[];

            /** TensorProto int_val. */
            int_val: number[];

            /** TensorProto string_val. */
            string_val: Uint8Array[];

            /** TensorProto int64_val. */
            int64_val: (number|Long)[];

            /**
             * Encodes the specified TensorProto message. Does not implicitly {@link guild.tfevents.TensorProto.verify|verify} messages.
             * @param message TensorProto message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: guild.tfevents.TensorProto.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TensorProto message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {guild.tfevents.TensorProto & guild.tfevents.TensorProto.$Shape} TensorProto
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): guild.tfevents.TensorProto & guild.tfevents.TensorProto.$Shape;
        }

        namespace TensorProto {

            /** Properties of a TensorProto. */
            interface $Properties {

                /** TensorProto dtype */
                dtype?: (guild.tfevents.DataType|null);

                /** TensorProto tensor_shape */
                tensor_shape?: (guild.tfevents.TensorShape.$Properties|null);

                /** TensorProto version_number */
                version_number?: (number|null);

                /** TensorProto tensor_content */
                tensor_content?: (Uint8Array|null);

                /** TensorProto float_val */
                float_val?: (number[]|null);

                /** TensorProto double_val */
                double_val?: (number[]|null);

                /** TensorProto int_val */
                int_val?: (number[]|null);

                /** TensorProto string_val */
                string_val?: (Uint8Array[]|null);

                /** TensorProto int64_val */
                int64_val?: ((number|Long)[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TensorProto. */
            type $Shape = guild.tfevents.TensorProto.$Properties;
        }
    }
}
